import { createInterface } from 'node:readline'
import { toVisible } from '../output/terminal-text.js'
import type { LineEditor } from './line-editor.js'
import type { Terminal } from './terminal.js'

/**
 * Reads lines in a terminal that moves no cursor (`TERM=dumb`), as in Emacs: the terminal itself edits them. Ctrl-C is a
 * signal there, which ends the program.
 */
export function createPlainLineEditor({ stdin, stdout, interrupted }: Terminal): LineEditor {
  const editor = createInterface({ input: stdin, terminal: false })
  const lines: string[] = []
  let waiting: ((line: string | undefined) => void) | undefined
  let isClosed = false
  const settle = (line: string | undefined): void => {
    const resolve = waiting
    waiting = undefined
    resolve?.(line)
  }
  const close = (): void => editor.close()
  editor.on('line', (line) => (waiting ? settle(line) : void lines.push(line)))
  editor.on('close', () => {
    isClosed = true
    if (waiting) stdout.write('\n')
    settle(undefined)
  })
  interrupted.addEventListener('abort', close, { once: true })
  const read = (prompt: string): Promise<string | undefined> => {
    stdout.write(prompt)
    if (lines.length > 0) return Promise.resolve(lines.shift())
    if (isClosed) return Promise.resolve(undefined)
    return new Promise((resolve) => (waiting = resolve))
  }
  const ask = async (question: string): Promise<string> =>
    ((await read(toVisible(question))) ?? '').trim().toLowerCase()
  return {
    read,
    ask,
    confirm: async (question) => /^y(es)?$/.test(await ask(`${question} (y/N) `)),
    during: (work) => work(interrupted),
    prefill: (text) => void stdout.write(`${text}\n`),
    async suspend(work) {
      editor.pause()
      try {
        return await work()
      } finally {
        editor.resume()
      }
    },
    isPasting: async () => lines.length > 0,
    close() {
      interrupted.removeEventListener('abort', close)
      close()
    },
  }
}
