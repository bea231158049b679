import type { ToolCall } from '@tabby/core'
import { describeFailure } from '../failure/describe-failure.js'
import { InterruptedError } from '../failure/errors.js'
import { toPrintable } from '../output/terminal-text.js'
import { createLineEditor, type LineEditor } from '../terminal/create-line-editor.js'
import { describeCall } from '../output/describe-event.js'
import { answerQuestion } from './answer-question.js'
import { type ChatSession, runSlashCommand } from './slash-commands.js'

/** Chats until the user leaves. A failed reply ends neither the program nor the conversation. */
export async function runConversation(session: ChatSession, firstQuestion = ''): Promise<void> {
  const { terminal, report, client, conversation, allowed = new Set() } = session
  const { stdout, colors } = terminal
  const editor = createLineEditor(terminal)
  const prompt = `${colors.green('>')} `
  stdout.write(colors.dim('Ctrl-C stops a reply, and leaves at an empty prompt. /help lists all commands.\n'))
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
    const { name } = call.function
    if (allowed.has(name)) return true
    report.settle()
    const answer = await editor.ask(`run ${describeCall(call)}? (y/N/always) `)
    if (/^a(lways)?$/.test(answer)) allowed.add(name)
    return /^(y(es)?|a(lways)?)$/.test(answer)
  }

  async function respond(text: string, isCommand: boolean): Promise<void> {
    const options = { report, isConversation: true, ...(session.autoApprove ? {} : { approve }) }
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

  /** The server may refuse every message that has them. */
  function dropImages(): void {
    if (conversation.images.length === 0) return
    conversation.images = []
    stdout.write(colors.dim('the images were removed: attach them again with /image\n'))
  }
}

const describe = (error: unknown): string => toPrintable(describeFailure(error))

/**
 * Reads a message: one line, or more if a backslash ends a line or a text is pasted. Ctrl-C at a further line drops the
 * message, and the next one is read.
 */
async function readQuestion(editor: LineEditor, prompt: string): Promise<string | undefined> {
  const lines: string[] = []
  let isDropped = false
  for (;;) {
    const line =
      lines.length === 0
        ? await editor.read(`\n${prompt}`)
        : await editor.during(async (signal) => {
            const next = await editor.read('. ')
            isDropped = signal.aborted
            return next
          })
    if (isDropped) return readQuestion(editor, prompt)
    if (line === undefined) return undefined
    const goesOn = line.endsWith('\\')
    lines.push(goesOn ? line.slice(0, -1) : line)
    if (!goesOn && !(await editor.isPasting())) return lines.join('\n').trim()
  }
}
