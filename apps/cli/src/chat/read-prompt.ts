import type { Terminal } from '../terminal/terminal.js'

/** The prompt: the words of the command line, else standard input if that is no terminal, else nothing. */
export async function readPrompt(words: readonly string[], { stdin }: Terminal): Promise<string> {
  if (words.length > 0 || stdin.isTTY) return words.join(' ').trim()
  const pieces: Buffer[] = []
  for await (const piece of stdin) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces).toString('utf8').trim()
}
