import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type TabbyClient, toRedactedText } from '@tabby/core'
import { getModel } from '@tabby/models'
import { countTokens } from '@tabby/tokens'
import type { Report } from '../output/report.js'
import type { Terminal } from '../terminal/terminal.js'
import { type Conversation, toMessages } from './conversation.js'
import { readImage } from '../input/read-image.js'
import { readConversation } from './read-conversation.js'
import { loadWithProgress } from '../models/load-with-progress.js'
import { UsageError } from '../failure/errors.js'
import { writeWholeFile } from '../files/whole-file.js'
import { formatTable } from '../output/format-table.js'
import { toPrintable } from '../output/terminal-text.js'

/** What an interactive chat and its commands work with. */
export interface ChatSession {
  readonly client: TabbyClient
  readonly terminal: Terminal
  readonly report: Report
  readonly conversation: Conversation
  /** Somebody has said `--yes`: tools run unasked. */
  readonly isSure?: boolean
}

/** What a command works with. */
interface SlashSession extends ChatSession {
  /** Asks whether something may be done. */
  confirm(question: string): Promise<boolean>
}

/** A command within a chat: `/name argument`. */
interface SlashCommand {
  /** How it is written, for `/help`. */
  readonly usage: string
  readonly meaning: string
  /** Does it, and gives lines to show. */
  run(session: SlashSession, argument: string, signal: AbortSignal): Promise<readonly string[]>
}

/** `/clear` */
const clearCommand: SlashCommand = {
  usage: '/clear',
  meaning: 'forget what was said; the system prompt stays',
  run({ conversation }) {
    conversation.messages = []
    conversation.images = []
    conversation.lastReasoning = ''
    return Promise.resolve(['forgotten'])
  },
}

/** `/image` */
const imageCommand: SlashCommand = {
  usage: '/image FILE',
  meaning: 'send an image with the next question; the model has to be loaded with its vision part',
  async run({ conversation }, path) {
    conversation.images.push(await readImage(resolvePath(path, '/image')))
    return [`${conversation.images.length} for the next question`]
  },
}

/** `/load` */
const loadCommand: SlashCommand = {
  usage: '/load FILE',
  meaning: 'go on with a conversation that was saved',
  async run({ conversation }, path) {
    Object.assign(conversation, await readConversation(resolvePath(path, '/load')))
    return [`${conversation.messages.length} messages`]
  },
}

/** `/model` */
const modelCommand: SlashCommand = {
  usage: '/model [NAME]',
  meaning: 'show the loaded model, or load another one in its place (needs an admin key)',
  async run({ client, report }, name, signal) {
    if (name) await loadWithProgress(client, { model_name: name }, { report, signal })
    const { id, parameters } = await getModel(client, { signal })
    await report.show({ type: 'model', id, parameters: parameters ?? null })
    return []
  },
}

/** `/reasoning` */
const reasoningCommand: SlashCommand = {
  usage: '/reasoning [on|fold]',
  meaning: 'write thoughts out, or fold them; without a word show the last ones',
  run({ conversation }, argument) {
    if (argument === '')
      return Promise.resolve([conversation.lastReasoning.trim() || 'no thoughts before the last answer'])
    if (argument !== 'on' && argument !== 'fold') throw new UsageError('/reasoning takes on, fold, or nothing')
    conversation.foldsReasoning = argument === 'fold'
    return Promise.resolve([conversation.foldsReasoning ? 'thoughts are folded' : 'thoughts are written out'])
  },
}

/** `/save` */
const saveCommand: SlashCommand = {
  usage: '/save FILE',
  meaning: 'write the conversation as JSON, in the form that the server takes; asks before it overwrites',
  async run({ conversation, confirm, terminal }, typed, signal) {
    const path = resolvePath(typed, '/save')
    const text = `${JSON.stringify({ messages: toMessages(conversation) }, null, 2)}\n`
    const isThere = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isThere && !(await confirm(`overwrite ${path}?`))) {
      signal.throwIfAborted()
      return [`not saved: ${path} stays as it was`]
    }
    // A conversation is nobody else's business on a shared machine; a key is nobody's business in a conversation.
    await writeWholeFile(path, toRedactedText(text, [...terminal.secrets]), { mode: 0o600 })
    return [`saved to ${path}`]
  },
}

/** `/system` */
const systemCommand: SlashCommand = {
  usage: '/system [TEXT|off]',
  meaning: 'show, set or drop what the model is told before everything else',
  run({ conversation }, argument) {
    if (argument) conversation.system = argument === 'off' ? '' : argument
    return Promise.resolve([conversation.system || 'no system prompt'])
  },
}

/** `/tokens` */
const tokensCommand: SlashCommand = {
  usage: '/tokens',
  meaning: 'how much of the context the conversation takes',
  async run({ client, conversation }, _argument, signal) {
    const messages = toMessages(conversation)
    const count = messages.length === 0 ? 0 : await countTokens(client, { text: messages }, { signal })
    const { parameters } = await getModel(client, { signal })
    const context = parameters?.max_seq_len
    return [context ? `${count} of ${context} tokens, ${Math.round((100 * count) / context)} %` : `${count} tokens`]
  },
}

/** `/tools` */
const toolsCommand: SlashCommand = {
  usage: '/tools [on|off]',
  meaning: 'list the tools that --tools gave, offer them to the model or do not',
  run({ conversation }, argument) {
    const { tools } = conversation
    if (tools.length === 0) throw new UsageError('there are no tools; tabby chat --tools FILE loads some')
    if (argument !== '' && argument !== 'on' && argument !== 'off') {
      throw new UsageError('/tools takes on, off, or nothing')
    }
    if (argument) conversation.usesTools = argument === 'on'
    const state = conversation.usesTools ? 'tools are offered' : 'tools are not offered'
    if (argument) return Promise.resolve([state])
    const rows = tools.map(({ function: { name, description } }) => [name, description ?? ''])
    return Promise.resolve([...formatTable(rows), state])
  },
}

const commands: Readonly<Record<string, SlashCommand>> = {
  '/clear': clearCommand,
  '/image': imageCommand,
  '/load': loadCommand,
  '/model': modelCommand,
  '/reasoning': reasoningCommand,
  '/save': saveCommand,
  '/system': systemCommand,
  '/tokens': tokensCommand,
  '/tools': toolsCommand,
}

/** Runs a command of the chat. */
export async function runSlashCommand(line: string, session: SlashSession, signal: AbortSignal): Promise<void> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const lines = name === '/help' ? listCommands() : await runKnown(name, argument.trim(), session, signal)
  for (const shown of lines) session.terminal.stdout.write(`${toPrintable(shown)}\n`)
}

function runKnown(name: string, argument: string, session: SlashSession, signal: AbortSignal) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`there is no command ${name}; /help lists those that there are`)
  return command.run(session, argument, signal)
}

const listCommands = (): string[] => [
  ...formatTable([
    ...Object.values(commands).map(({ usage, meaning }) => [usage, meaning]),
    ['/exit, /quit', 'leave; Ctrl-C and Ctrl-D do the same'],
  ]),
  'A backslash at the end of a line goes on in the next one.',
]

/**
 * A path that was typed within a chat, where no shell reads it first: `~` is the home folder, and what a terminal
 * puts around the name of a dropped file, quotes or backslashes, is taken off.
 */
function resolvePath(typed: string, command: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(typed)
  const path = quoted?.[2] ?? (process.platform === 'win32' ? typed : typed.replace(/\\(.)/gs, '$1'))
  if (path === '') throw new UsageError(`${command} needs the name of a file`)
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
