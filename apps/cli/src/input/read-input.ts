import { readFile } from 'node:fs/promises'
import { UsageError } from '../failure/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** Text for a command: its words, else a file, else standard input (`-` asks for it by name). */
export async function readInput(
  words: readonly string[],
  file: string | undefined,
  { stdin }: Terminal,
): Promise<string> {
  if (file !== undefined && file !== '-') return readTextFile(file)
  if (words.length > 0 && words[0] !== '-') return words.join(' ')
  if (stdin.isTTY && file === undefined && words.length === 0) {
    throw new UsageError('nothing to work on: give it as words, with --file, or through a pipe')
  }
  const pieces: Buffer[] = []
  for await (const piece of stdin) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces).toString('utf8')
}

async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}
