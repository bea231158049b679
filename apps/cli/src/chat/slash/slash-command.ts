import type { ChatSession } from '../chat-session.js'

/** What a command works with. */
export interface SlashSession extends ChatSession {
  /** Asks whether something may be done. */
  confirm(question: string): Promise<boolean>
}

/** A command within a chat: `/name argument`. */
export interface SlashCommand {
  /** How it is written, for `/help`. */
  readonly usage: string
  readonly meaning: string
  /** Does it, and gives lines to show. */
  run(session: SlashSession, argument: string, signal: AbortSignal): Promise<readonly string[]>
}
