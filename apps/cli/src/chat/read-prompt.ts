import { readStandardInput } from '../input/read-standard-input.js'
import type { Terminal } from '../terminal/terminal.js'

/** The prompt: the words of the command line, else standard input if that is no terminal, else nothing. */
export async function readPrompt(words: readonly string[], terminal: Terminal): Promise<string> {
  const text = words.length > 0 || terminal.stdin.isTTY ? words.join(' ') : await readStandardInput(terminal)
  return text.trim()
}
