import { readFile } from 'node:fs/promises'
import { addAbortSignal } from 'node:stream'
import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'

/** Text for a command: its words, else a file, else standard input (`-` asks for it by name). */
export async function readInput(
  words: readonly string[],
  file: string | undefined,
  terminal: Terminal,
): Promise<string> {
  if (file !== undefined && words.length > 0) throw new UsageError('words and --file exclude each other')
  if (words[0] === '-' && words.length > 1) throw new UsageError('words and standard input exclude each other')
  if (file !== undefined && file !== '-') return readTextFile(file)
  if (words.length > 0 && words[0] !== '-') return words.join(' ')
  if (terminal.stdin.isTTY && file === undefined && words.length === 0) {
    throw new UsageError('nothing to work on: give it as words, with --file, or through a pipe')
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

/** The prompt: the words of the command line, else standard input if that is no terminal, else nothing. */
export async function readPrompt(words: readonly string[], terminal: Terminal): Promise<string> {
  const text = words.length > 0 || terminal.stdin.isTTY ? words.join(' ') : await readStandardInput(terminal)
  return text.trim()
}

/** Standard input up to its end, or until the program is interrupted. */
export async function readStandardInput({ stdin, interrupted }: Terminal): Promise<string> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of addAbortSignal(interrupted, stdin)) pieces.push(Buffer.from(piece as Uint8Array))
  } catch (error) {
    interrupted.throwIfAborted()
    throw error
  }
  return Buffer.concat(pieces).toString('utf8')
}
