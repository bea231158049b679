import type { ToolCall } from '@tabby/core'
import { describeFailure } from '../failure/describe-failure.js'
import { InterruptedError } from '../failure/interrupted-error.js'
import { toPrintable } from '../output/to-printable.js'
import { createLineEditor } from '../terminal/create-line-editor.js'
import { describeCall } from '../tools/describe-call.js'
import { answerQuestion } from './answer-question.js'
import type { ChatSession } from './chat-session.js'
import { readQuestion } from './read-question.js'
import { runSlashCommand } from './slash/run-slash-command.js'

/** Chats until the person leaves. A failed answer ends neither the program nor the conversation. */
export async function runConversation(session: ChatSession, firstQuestion = ''): Promise<void> {
  const { terminal, report, client, conversation } = session
  const { stdout, colors } = terminal
  const editor = createLineEditor(terminal)
  const prompt = `${colors.green('>')} `
  stdout.write(colors.dim('Ctrl-C stops an answer, and at the prompt the program. /help lists commands.\n'))
  if (firstQuestion) stdout.write(`\n${prompt}${toPrintable(firstQuestion)}\n`)
  let question: string | undefined = firstQuestion
  try {
    while (question !== undefined && !/^\/(exit|quit)$/.test(question)) {
      if (question) await respond(question)
      question = await readQuestion(editor, prompt)
    }
  } finally {
    editor.close()
  }

  async function approve(call: ToolCall): Promise<boolean> {
    report.settle()
    return editor.confirm(`run ${describeCall(call)}?`)
  }

  async function respond(text: string): Promise<void> {
    try {
      await editor.during((signal) =>
        text.startsWith('/')
          ? runSlashCommand(text, session, signal)
          : answerQuestion(client, conversation, text, { report, signal, ...(session.isSure ? {} : { approve }) }),
      )
    } catch (error) {
      report.settle()
      terminal.interrupted.throwIfAborted()
      const line = error instanceof InterruptedError ? colors.dim('stopped') : colors.red(describe(error))
      stdout.write(`${line}\n`)
    }
  }
}

const describe = (error: unknown): string => toPrintable(describeFailure(error))
