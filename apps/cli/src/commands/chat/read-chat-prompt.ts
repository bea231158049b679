import { readPrompt } from '../../chat/read-prompt.js'
import type { Terminal } from '../../terminal/terminal.js'

/** The words, with standard input in place of a `-`; without words standard input alone. */
export async function readChatPrompt(words: readonly string[], terminal: Terminal): Promise<string> {
  if (!words.includes('-')) return readPrompt(words, terminal)
  const input = await readPrompt([], terminal)
  return words
    .map((word) => (word === '-' ? `\n${input}` : word))
    .join(' ')
    .trim()
}
