import { createInterface } from 'node:readline'
import { InterruptedError } from '../failure/interrupted-error.js'
import { createMutedOutput } from './create-muted-output.js'
import type { Terminal } from './terminal.js'

/** Reads lines from a person, and lets them interrupt what happens in between. */
export interface LineEditor {
  /** The next line, with history and editing; `undefined` when the person leaves. */
  read(prompt: string): Promise<string | undefined>
  /** Works while Ctrl-C aborts the signal. What is typed meanwhile is not shown until the next line is read. */
  during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  close(): void
}

/**
 * Keeps the terminal in raw mode from beginning to end, so that Ctrl-C is a key and never a signal: a signal would
 * reach npm too, which runs this program and would leave.
 */
export function createLineEditor({ stdin, stdout, interrupted }: Terminal): LineEditor {
  const output = createMutedOutput(stdout)
  const editor = createInterface({ input: stdin, output: output.stream, terminal: true, historySize: 1000 })
  const typedAhead: string[] = []
  let waiting: ((line: string | undefined) => void) | undefined
  let running: AbortController | undefined
  let isClosed = false

  const settle = (line: string | undefined): void => {
    const resolve = waiting
    waiting = undefined
    output.muted = true
    resolve?.(line)
  }
  const leave = (): void => {
    running?.abort(new InterruptedError())
    editor.close()
  }

  output.muted = true
  editor.on('line', (line) => (waiting ? settle(line) : typedAhead.push(line)))
  editor.on('close', () => {
    isClosed = true
    settle(undefined)
  })
  editor.on('SIGINT', () => {
    if (running) running.abort(new InterruptedError())
    else if (editor.line === '') {
      stdout.write('\n')
      leave()
    } else {
      // As in a shell: what was typed is dropped, the line begins anew.
      editor.write(null, { ctrl: true, name: 'e' })
      editor.write(null, { ctrl: true, name: 'u' })
    }
  })
  interrupted.addEventListener('abort', leave, { once: true })

  return {
    read(prompt) {
      if (typedAhead.length > 0) {
        const line = typedAhead.shift()
        stdout.write(`${prompt}${line}\n`)
        return Promise.resolve(line)
      }
      if (isClosed) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting = resolve
        // The line editor counts columns from the last line of its prompt alone.
        const [lastLine = ''] = prompt.split('\n').slice(-1)
        stdout.write(prompt.slice(0, prompt.length - lastLine.length))
        output.muted = false
        editor.setPrompt(lastLine)
        editor.prompt(true)
      })
    },
    async during(work) {
      running = new AbortController()
      try {
        return await work(running.signal)
      } finally {
        running = undefined
      }
    },
    close() {
      interrupted.removeEventListener('abort', leave)
      editor.close()
    },
  }
}
