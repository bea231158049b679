import type { ChatMessage, TabbyClient } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import type { Report } from '../output/report.js'
import type { LineEditor } from '../terminal/line-editor.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Conversation } from './conversation.js'
import type { ChatLog } from './open-chat-log.js'

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
  /** Whether nothing is remembered (`--private`). */
  readonly isPrivate?: boolean
  readonly log?: ChatLog | undefined
  /** Whether the statistics of replies are shown. */
  readonly statistics: { areShown: boolean }
  /** The loaded model, and the most tokens that a conversation with it may have, if that is known. */
  readonly model?: string | undefined
  readonly limit?: number | undefined
}

/** What a command works with. */
export interface SlashSession extends ChatSession {
  readonly editor: LineEditor
  /** Asks the model, or lets it continue its last reply. */
  ask(question: ChatMessage | undefined): Promise<void>
}

/** A command within a chat: `/name argument`. */
export interface SlashCommand {
  /** How it is written, for `/help`. */
  readonly usage: string
  readonly description: string
  /** What its argument may be, for the Tab key: a kind of name, files, or fixed words. */
  readonly completes?: 'model' | 'preset' | 'file' | 'sampler' | readonly string[]
  /** Runs it, and returns lines to show. */
  run(session: SlashSession, argument: string, signal: AbortSignal): readonly string[] | Promise<readonly string[]>
}

/** Commands by their names, such as `/save`. */
export type SlashCommands = Readonly<Record<string, SlashCommand>>

/** Reads the argument of a command that switches something. */
export function parseSwitch(command: string, argument: string): boolean {
  if (argument !== 'on' && argument !== 'off') throw new UsageError(`${command} takes on, off, or nothing`)
  return argument === 'on'
}
