import { createInterface } from 'node:readline'
import { readPrompt } from '../../chat/read-prompt.js'
import { InterruptedError } from '../../failure/interrupted-error.js'
import { readStandardInput } from '../../input/read-standard-input.js'
import type { Terminal } from '../../terminal/terminal.js'

/** The words, with standard input in place of a `-`; without words standard input alone. */
export async function readChatPrompt(
  words: readonly string[],
  terminal: Terminal,
  isConversation: boolean,
): Promise<string> {
  if (!words.includes('-')) return readPrompt(words, terminal)
  const input = await (isConversation ? readTyped(terminal) : readStandardInput(terminal))
  return words
    .map((word) => (word === '-' ? `\n${input.trim()}` : word))
    .join(' ')
    .trim()
}

/** Reads with a line editor, which leaves standard input open for the chat that follows. */
async function readTyped({ stdin, stdout, colors, interrupted }: Terminal): Promise<string> {
  const lines: string[] = []
  const editor = createInterface({ input: stdin, output: stdout, terminal: true, signal: interrupted })
  stdout.write(colors.dim('Type what stands in place of -; Ctrl-D on an empty line ends it.\n'))
  let isStopped = false
  editor.on('SIGINT', () => {
    isStopped = true
    editor.close()
  })
  for await (const line of editor) lines.push(line)
  stdout.write('\n')
  if (isStopped) throw new InterruptedError()
  interrupted.throwIfAborted()
  return lines.join('\n')
}
