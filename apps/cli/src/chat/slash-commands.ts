import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type TabbyClient, toRedactedText } from '@tabby/core'
import { getModel } from '@tabby/models'
import { countTokens } from '@tabby/tokens'
import { UsageError } from '../failure/errors.js'
import { writeWholeFile } from '../files/whole-file.js'
import { readImage } from '../input/read-image.js'
import { ensureWithProgress } from '../models/load-with-progress.js'
import { formatTable } from '../output/format-table.js'
import type { Report } from '../output/report.js'
import { toPrintable } from '../output/terminal-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { type Conversation, toMessages } from './conversation.js'
import { readConversation } from './read-conversation.js'

/** What an interactive chat and its commands work with. */
export interface ChatSession {
  readonly client: TabbyClient
  readonly terminal: Terminal
  readonly report: Report
  readonly conversation: Conversation
  /** Whether tools run without asking (`--yes`). */
  readonly autoApprove?: boolean
  /** Names of tools that run without asking. */
  readonly allowed?: Set<string>
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
  readonly description: string
  /** Runs it, and returns lines to show. */
  run(session: SlashSession, argument: string, signal: AbortSignal): readonly string[] | Promise<readonly string[]>
}

const commands: Readonly<Record<string, SlashCommand>> = {
  '/clear': {
    usage: '/clear',
    description: 'start over; the system prompt stays',
    run({ conversation }) {
      conversation.messages = []
      conversation.images = []
      conversation.lastReasoning = ''
      return ['conversation cleared']
    },
  },
  '/image': {
    usage: '/image FILE',
    description: 'attach an image to the next message; the model must have been loaded with vision',
    async run({ conversation }, path) {
      const { images } = conversation
      images.push(await readImage(resolvePath(path, '/image')))
      return [`${images.length} ${images.length === 1 ? 'image' : 'images'} attached to the next message`]
    },
  },
  '/load': {
    usage: '/load FILE',
    description: 'continue a saved conversation',
    async run({ conversation }, path) {
      Object.assign(conversation, await readConversation(resolvePath(path, '/load')))
      return [`loaded ${conversation.messages.length} messages`]
    },
  },
  '/model': {
    usage: '/model [NAME]',
    description: 'show the loaded model, or load another one (needs an admin key)',
    async run({ client, report }, name, signal) {
      const card = await (name ? ensureWithProgress(client, name, { report, signal }) : getModel(client, { signal }))
      await report.show({ type: 'model', id: card.id, parameters: card.parameters ?? null })
      return []
    },
  },
  '/reasoning': {
    usage: '/reasoning [on|fold]',
    description: 'show the last reasoning; show or fold it from now on',
    run({ conversation }, argument) {
      if (argument === '') return [conversation.lastReasoning.trim() || 'the last reply had no reasoning']
      if (argument !== 'on' && argument !== 'fold') throw new UsageError('/reasoning takes on, fold, or nothing')
      conversation.foldsReasoning = argument === 'fold'
      return [conversation.foldsReasoning ? 'reasoning is folded' : 'reasoning is shown']
    },
  },
  '/save': {
    usage: '/save FILE',
    description: 'save the conversation as JSON; asks before it overwrites a file',
    async run({ conversation, confirm, terminal }, typed, signal) {
      const path = resolvePath(typed, '/save')
      const text = `${JSON.stringify({ messages: toMessages(conversation) }, null, 2)}\n`
      const exists = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
      if (exists && !(await confirm(`overwrite ${path}?`))) {
        signal.throwIfAborted()
        return [`not saved: ${path} is unchanged`]
      }
      // Other users of the machine must not read a conversation, and nobody a key in one.
      await writeWholeFile(path, toRedactedText(text, [...terminal.secrets]), { mode: 0o600 })
      return [`saved to ${path}`]
    },
  },
  '/system': {
    usage: '/system [TEXT|off]',
    description: 'show, set or remove the system prompt',
    run({ conversation }, argument) {
      if (argument) conversation.system = argument === 'off' ? '' : argument
      return [conversation.system || 'no system prompt']
    },
  },
  '/tokens': {
    usage: '/tokens',
    description: 'show how much of the context the conversation uses',
    async run({ client, conversation }, _argument, signal) {
      const messages = toMessages(conversation)
      const count = messages.length === 0 ? 0 : await countTokens(client, { text: messages }, { signal })
      const { parameters } = await getModel(client, { signal })
      const context = parameters?.max_seq_len
      return [context ? `${count} of ${context} tokens, ${Math.round((100 * count) / context)} %` : `${count} tokens`]
    },
  },
  '/tools': {
    usage: '/tools [on|off]',
    description: 'list the tools; offer them to the model or not',
    run({ conversation }, argument) {
      const { tools } = conversation
      if (tools.length === 0) throw new UsageError('there are no tools: start with `tabby chat --tools FILE` or --mcp')
      if (argument !== '' && argument !== 'on' && argument !== 'off') {
        throw new UsageError('/tools takes on, off, or nothing')
      }
      if (argument) conversation.usesTools = argument === 'on'
      const state = conversation.usesTools ? 'tools are on' : 'tools are off'
      if (argument) return [state]
      const rows = tools.map(({ function: { name, description } }) => [name, description ?? ''])
      return [...formatTable(rows), state]
    },
  },
}

/** Runs a command of the chat. */
export async function runSlashCommand(line: string, session: SlashSession, signal: AbortSignal): Promise<void> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const lines = name === '/help' ? listCommands() : await runKnown(name, argument.trim(), session, signal)
  for (const shown of lines) session.terminal.stdout.write(`${toPrintable(shown)}\n`)
}

function runKnown(name: string, argument: string, session: SlashSession, signal: AbortSignal) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`unknown command ${name}: /help lists all commands`)
  return command.run(session, argument, signal)
}

const listCommands = (): string[] => [
  ...formatTable([
    ...Object.values(commands).map(({ usage, description }) => [usage, description]),
    ['/exit, /quit', 'leave, like Ctrl-D'],
  ]),
  'A backslash at the end of a line continues the message on the next line.',
]

/**
 * Resolves a path that was typed in the chat, where no shell expands it: `~` is the home folder, and the quotes or
 * backslashes that a terminal adds to the name of a dropped file are removed.
 */
function resolvePath(typed: string, command: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(typed)
  const path = quoted?.[2] ?? (process.platform === 'win32' ? typed : typed.replace(/\\(.)/gs, '$1'))
  if (path === '') throw new UsageError(`${command} needs the name of a file`)
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
