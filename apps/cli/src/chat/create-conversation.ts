import type { Conversation } from './conversation.js'

/** A conversation in which nothing was said yet. */
export function createConversation(given: Partial<Conversation> = {}): Conversation {
  return { system: '', messages: [], images: [], lastReasoning: '', foldsReasoning: false, sampling: {}, ...given }
}
