import type { ChatMessage, TabbyClient } from '@tabby/core'
import { describeFailure } from '../failure/describe-failure.js'
import type { Report } from '../output/report.js'
import { toPrintable } from '../output/to-printable.js'
import { createLineEditor } from '../terminal/create-line-editor.js'
import type { Terminal } from '../terminal/terminal.js'
import { streamAnswer } from './stream-answer.js'

/** What a conversation begins with. */
export interface ConversationOptions {
  readonly terminal: Terminal
  readonly report: Report
  /** Answered before anything is asked for; empty for none. */
  readonly firstQuestion?: string
}

/** Chats until the person leaves. A failed answer ends neither the program nor the conversation. */
export async function runConversation(
  client: TabbyClient,
  { terminal, report, firstQuestion = '' }: ConversationOptions,
): Promise<void> {
  const { stdout, colors } = terminal
  const messages: ChatMessage[] = []
  const editor = createLineEditor(terminal)
  stdout.write(colors.dim('Ctrl-C stops an answer, and at the prompt the program.\n'))
  if (firstQuestion) stdout.write(`\n${colors.green('>')} ${toPrintable(firstQuestion)}\n`)
  let question: string | undefined = firstQuestion
  try {
    while (question !== undefined) {
      if (question) await answer(question)
      question = (await editor.read(`\n${colors.green('>')} `))?.trim()
    }
  } finally {
    editor.close()
  }

  async function answer(text: string): Promise<void> {
    messages.push({ role: 'user', content: text })
    let heard = ''
    const listening: Report = {
      ...report,
      show(event) {
        if (event.type === 'text') heard += event.text
        return report.show(event)
      },
    }
    try {
      await editor.during((signal) => streamAnswer(client, { messages }, { report: listening, signal }))
    } catch (error) {
      report.settle()
      terminal.interrupted.throwIfAborted()
      const stopped = error instanceof Error && error.name === 'InterruptedError'
      stdout.write(`${stopped ? colors.dim('stopped') : colors.red(toPrintable(describeFailure(error)))}\n`)
    }
    // What was said stays said, also when it was stopped half-way; a question without any answer is taken back.
    if (heard) messages.push({ role: 'assistant', content: heard })
    else messages.pop()
  }
}
