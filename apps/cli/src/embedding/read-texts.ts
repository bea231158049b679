import { readInput } from '../input/read-input.js'
import type { Terminal } from '../terminal/terminal.js'

/**
 * The texts to embed: words, then files; without any of them, and in place of the word `-`, the lines of standard input
 * that are not empty.
 */
export async function readTexts(
  words: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly string[]> {
  const contents = await Promise.all(files.map((file) => readInput([], file, terminal)))
  const isNamed = words.length + files.length > 0
  if (isNamed && !words.includes('-')) return [...words, ...contents]
  const input = await readInput(isNamed ? ['-'] : [], undefined, terminal)
  const lines = input.split(/\r?\n/).filter((line) => line.trim() !== '')
  return [...(isNamed ? words : ['-']).flatMap((word) => (word === '-' ? lines : [word])), ...contents]
}
