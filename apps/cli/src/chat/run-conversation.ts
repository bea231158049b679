import type { ChatMessage, ToolCall } from '@tabby/core'
import { describeFailure } from '../failure/describe-failure.js'
import { InterruptedError } from '../failure/errors.js'
import { createQuestionHistory, openQuestionHistory } from '../history/open-question-history.js'
import { saveChat } from '../history/saved-chats.js'
import { describeCall, measureContext } from '../output/describe-event.js'
import type { Report } from '../output/report.js'
import { toPrintable } from '../output/terminal-text.js'
import { wrapLine } from '../output/wrap-line.js'
import { createLineEditor } from '../terminal/create-line-editor.js'
import { createPlainLineEditor } from '../terminal/create-plain-line-editor.js'
import type { LineEditor } from '../terminal/line-editor.js'
import { answerQuestion } from './answer-question.js'
import { completeLine } from './complete-line.js'
import { toQuestion } from './conversation.js'
import { runSlashCommand } from './run-slash-command.js'
import type { ChatSession } from './slash-command.js'

/** Chats until the user leaves. A failed reply ends neither the program nor the conversation. */
export async function runConversation(session: ChatSession, firstQuestion = ''): Promise<void> {
  const { terminal, client, conversation, log, allowed = new Set() } = session
  const { stdout, colors } = terminal
  const isPrivate = session.isPrivate ?? false
  const describe = (error: unknown): string => toPrintable(describeFailure(error, terminal.server.source))
  const say = (line: string, paint = colors.dim): void =>
    void stdout.write(`${wrapLine(line, stdout.columns).split('\n').map(paint).join('\n')}\n`)
  const watch = watchContext(session.report, session)
  const { report } = watch
  const history = isPrivate ? createQuestionHistory() : await openQuestionHistory(terminal)
  const editor =
    terminal.environment['TERM'] === 'dumb'
      ? createPlainLineEditor(terminal)
      : createLineEditor(terminal, { history, complete: (line) => completeLine(line, session) })
  const prompt = `${colors.green('>')} `
  say('Ctrl-C stops a reply, and leaves at an empty prompt. /help lists all commands.')
  if (firstQuestion) stdout.write(`\n${prompt}${toPrintable(firstQuestion)}\n`)
  try {
    if (firstQuestion) await respond(firstQuestion, false)
    for (;;) {
      const question = await readQuestion(editor, prompt)
      if (question === undefined || /^\/(exit|quit)$/.test(question)) break
      if (!question) continue
      await history.add(question)
      await respond(question, question.startsWith('/'))
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

  async function ask(question: ChatMessage | undefined, signal: AbortSignal): Promise<void> {
    const options = { report, signal, log, isConversation: true, ...(session.autoApprove ? {} : { approve }) }
    try {
      await answerQuestion(client, conversation, question, options)
    } finally {
      // A reply that was stopped is part of what was said.
      if (!isPrivate && conversation.messages.length > 0) await keep()
    }
  }

  async function keep(): Promise<void> {
    try {
      await saveChat(terminal, conversation, { server: client.baseUrl, model: watch.model })
    } catch (error) {
      if (!watch.hasFailed) say(`this conversation cannot be kept: ${describe(error)}`)
      watch.hasFailed = true
    }
  }

  async function respond(text: string, isCommand: boolean): Promise<void> {
    try {
      await editor.during(async (signal) => {
        if (!isCommand) return ask(toQuestion(text, conversation), signal)
        const slash = { ...session, report, editor, ask: (question: ChatMessage | undefined) => ask(question, signal) }
        return runSlashCommand(text, slash, signal)
      })
    } catch (error) {
      report.settle()
      terminal.interrupted.throwIfAborted()
      if (error instanceof InterruptedError) say('stopped')
      else say(describe(error), colors.red)
      if (!isCommand && !(error instanceof InterruptedError)) dropImages()
    }
  }

  /** The server may refuse every message that has them. */
  function dropImages(): void {
    if (conversation.images.length === 0) return
    conversation.images = []
    say('the images were removed: attach them again with /image')
  }
}

/** What is known of the model by what was shown last. */
interface ContextWatch {
  readonly report: Report
  readonly model: string | undefined
  /** Whether it was said that the conversation cannot be kept. */
  hasFailed: boolean
}

/** From this share on, a conversation is nearly too long. */
const nearlyFull = 0.8

/** Adds to the statistics of each reply how full the context is, and says so once when it is nearly full. */
function watchContext(report: Report, { limit, model }: Pick<ChatSession, 'limit' | 'model'>): ContextWatch {
  let isFull = false
  return {
    hasFailed: false,
    get model() {
      return model
    },
    report: {
      ...report,
      async show(event) {
        if (event.type === 'model') {
          limit = event.prompt_limit
          model = event.id
        }
        if (event.type !== 'end') return report.show(event)
        const end = { ...event, prompt_limit: limit }
        await report.show(end)
        if (event.model) model = event.model
        const share = measureContext(end) ?? 0
        if (share >= nearlyFull && !isFull) {
          await report.show({
            type: 'note',
            text: 'the context is nearly full: soon the oldest turns are left out (see /trim)',
          })
        }
        isFull = share >= nearlyFull
      },
    },
  }
}

/** Quotes around several lines, as in other programs. */
const quotes = '"""'

/** Whether the quotes end with a line; those at the beginning of the first line begin them. */
const isQuoteEnd = (line: string, place: number): boolean =>
  line
    .slice(place === 0 ? quotes.length : 0)
    .trimEnd()
    .endsWith(quotes)

/**
 * Reads a message: one line, or more if a backslash ends a line, if it begins with `"""`, or if a text is pasted. Ctrl-C at a further line drops the
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
    const isQuoted = (lines[0] ?? line).startsWith(quotes)
    const goesOn = isQuoted ? !isQuoteEnd(line, lines.length) : line.endsWith('\\')
    lines.push(goesOn && !isQuoted ? line.slice(0, -1) : line)
    if (isQuoted && !goesOn)
      return lines
        .join('\n')
        .slice(quotes.length)
        .replace(/"{3}\s*$/, '')
        .trim()
    if (!goesOn && !(await editor.isPasting())) return lines.join('\n').trim()
  }
}
