import { readFile } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'

/** The text for a command: its arguments, else a file, else standard input (also as `-`). */
export async function readInput(
  words: readonly string[],
  file: string | undefined,
  terminal: Terminal,
): Promise<string> {
  if (file !== undefined && words.length > 0) throw new UsageError('pass either arguments or --file, not both')
  if (words[0] === '-' && words.length > 1)
    throw new UsageError('pass either arguments or - for standard input, not both')
  if (file !== undefined && file !== '-') return readTextFile(file)
  if (words.length > 0 && words[0] !== '-') return words.join(' ')
  if (terminal.stdin.isTTY && file === undefined && words.length === 0) {
    throw new UsageError('no text: pass it as arguments, with --file, or through a pipe')
  }
  return readStandardInput(terminal)
}

async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}

/** The prompt: the arguments, else standard input if it is not a terminal, else nothing. */
export async function readPrompt(words: readonly string[], terminal: Terminal): Promise<string> {
  const text = words.length > 0 || terminal.stdin.isTTY ? words.join(' ') : await readStandardInput(terminal)
  return text.trim()
}

/** Standard input up to its end, or until the program is interrupted. */
export async function readStandardInput({ stdin, interrupted }: Terminal): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of addAbortSignal(interrupted, stdin)) chunks.push(Buffer.from(chunk as Uint8Array))
  } catch (error) {
    interrupted.throwIfAborted()
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}
