import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { Writable } from 'node:stream'
import { InterruptedError } from '../failure/errors.js'
import { toPrintable, toVisible } from '../output/terminal-text.js'
import type { Terminal } from './terminal.js'

/** Reads lines from the user, who can interrupt what happens in between. */
export interface LineEditor {
  /** The next line, with history and editing; `undefined` when the user leaves, or Ctrl-C ends `during`. */
  read(prompt: string): Promise<string | undefined>
  /**
   * Asks whether something may be done, during work. What was typed before does not answer it: it is kept for the next
   * line. Only a typed yes counts. Invisible characters of the question are made visible.
   */
  confirm(question: string): Promise<boolean>
  /** Asks in the same way, and returns the answer in small letters; it is empty if there is none. */
  ask(question: string): Promise<string>
  /** Runs work whose signal Ctrl-C aborts. What is typed meanwhile is not shown until the next line is read. */
  during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** Whether more of a pasted text follows the line that was read last. */
  isPasting(): Promise<boolean>
  close(): void
}

/** Lines that follow each other faster than this were pasted, not typed. In milliseconds. */
const typingPause = 20

/**
 * Keeps the terminal in raw mode from beginning to end, so that Ctrl-C is a key and never a signal: a signal would
 * reach npm too, which runs this program and would leave.
 */
export function createLineEditor({ stdin, stdout, interrupted }: Terminal): LineEditor {
  const output = createMutedOutput(stdout)
  const editor = createInterface({ input: stdin, output: output.stream, terminal: true, historySize: 1000 })
  const typedAhead: { line: string; time: number }[] = []
  let lastTime = 0
  let waiting: ((line: string | undefined) => void) | undefined
  let running: AbortController | undefined
  let isConfirming = false
  let isClosed = false

  const clearLine = (): void => {
    editor.write(null, { ctrl: true, name: 'e' })
    editor.write(null, { ctrl: true, name: 'u' })
  }
  const dropLine = (): void => {
    clearLine()
    stdout.write('\n')
  }
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
  editor.on('line', (line) => {
    const time = performance.now()
    if (!waiting) return void typedAhead.push({ line, time })
    lastTime = time
    settle(line)
  })
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
      // As in a shell: what was typed is dropped, and the line starts over.
      clearLine()
    }
  })
  editor.on('history', (lines) => {
    if (isConfirming) lines.shift()
  })
  interrupted.addEventListener('abort', leave, { once: true })

  const ask = async (question: string): Promise<string> => {
    if (isClosed) return ''
    const written = editor.line
    clearLine()
    isConfirming = true
    const answer = await new Promise<string | undefined>((resolve) => {
      waiting = resolve
      running?.signal.addEventListener('abort', () => settle(undefined), { once: true })
      output.muted = false
      editor.setPrompt(toVisible(question))
      editor.prompt()
    })
    isConfirming = false
    // Ctrl-D has closed the line editor, which then accepts nothing.
    if (isClosed) stdout.write('\n')
    else {
      if (answer === undefined) dropLine()
      editor.write(written)
    }
    return answer?.trim().toLowerCase() ?? ''
  }

  return {
    ask,
    confirm: async (question) => /^y(es)?$/.test(await ask(`${question} (y/N) `)),
    read(prompt) {
      const next = typedAhead.shift()
      if (next) {
        lastTime = next.time
        stdout.write(`${prompt}${toPrintable(next.line)}\n`)
        return Promise.resolve(next.line)
      }
      if (isClosed) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting = resolve
        running?.signal.addEventListener(
          'abort',
          () => {
            if (!isClosed) dropLine()
            settle(undefined)
          },
          { once: true },
        )
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
    async isPasting() {
      await setTimeout(typingPause)
      const [next] = typedAhead
      if (next) return next.time - lastTime < typingPause
      // The last line of a pasted text has not been ended.
      return !isClosed && editor.line !== '' && performance.now() - lastTime < 5 * typingPause
    },
    close() {
      interrupted.removeEventListener('abort', leave)
      editor.close()
    },
  }
}

/** An output that can be silenced. */
interface MutedOutput {
  readonly stream: NodeJS.WritableStream
  muted: boolean
}

/** Mutes a line editor, so that typing does not show up in the middle of a reply. */
function createMutedOutput(target: NodeJS.WriteStream): MutedOutput {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      // Passed on at once: what waits here would depend on a later state of `muted`.
      if (!output.muted) target.write(chunk)
      done()
    },
  })
  // The editor wraps long lines at the width of the terminal, and redraws when that changes.
  Object.defineProperties(writable, {
    columns: { get: () => target.columns },
    rows: { get: () => target.rows },
  })
  target.on('resize', () => writable.emit('resize'))
  const output: MutedOutput = { stream: writable, muted: false }
  return output
}
