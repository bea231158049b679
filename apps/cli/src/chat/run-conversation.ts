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
  try {
    if (firstQuestion) await respond(firstQuestion, false)
    for (;;) {
      const question = await readQuestion(editor, prompt)
      if (question === undefined || /^\/(exit|quit)$/.test(question)) break
      if (question) await respond(question, question.startsWith('/'))
    }
  } finally {
    editor.close()
  }

  async function approve(call: ToolCall): Promise<boolean> {
    report.settle()
    return editor.confirm(`run ${describeCall(call)}?`)
  }

  async function respond(text: string, isCommand: boolean): Promise<void> {
    const options = { report, isConversation: true, ...(session.isSure ? {} : { approve }) }
    try {
      await editor.during((signal) =>
        isCommand
          ? runSlashCommand(text, { ...session, confirm: editor.confirm }, signal)
          : answerQuestion(client, conversation, text, { ...options, signal }),
      )
    } catch (error) {
      report.settle()
      terminal.interrupted.throwIfAborted()
      const line = error instanceof InterruptedError ? colors.dim('stopped') : colors.red(describe(error))
      stdout.write(`${line}\n`)
      if (!isCommand && !(error instanceof InterruptedError)) dropImages()
    }
  }

  /** The server may refuse every question that they come with. */
  function dropImages(): void {
    if (conversation.images.length === 0) return
    conversation.images = []
    stdout.write(colors.dim('the images are dropped; /image sends them with the next question\n'))
  }
}

const describe = (error: unknown): string => toPrintable(describeFailure(error))
