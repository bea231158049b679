import type { ChatSession } from '../chat-session.js'

/** A command within a chat: `/name argument`. */
export interface SlashCommand {
  /** How it is written, for `/help`. */
  readonly usage: string
  readonly meaning: string
  /** Does it, and gives lines to show. */
  run(session: ChatSession, argument: string, signal: AbortSignal): Promise<readonly string[]>
}
