import { readInput } from '../input/read-input.js'
import type { Terminal } from '../terminal/terminal.js'

/** The texts to embed: words, then files; without any of them the lines of standard input that are not empty. */
export async function readTexts(
  words: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly string[]> {
  const contents = await Promise.all(files.map((file) => readInput([], file, terminal)))
  if (words.length + contents.length > 0) return [...words, ...contents]
  const input = await readInput([], undefined, terminal)
  return input.split(/\r?\n/).filter((line) => line.trim() !== '')
}
