import type { Conversation } from './conversation.js'

/** A conversation in which nothing was said yet. */
export function createConversation(given: Partial<Conversation> = {}): Conversation {
  const nothing = { system: '', messages: [], images: [], lastReasoning: '', tools: [], sampling: {} }
  return { ...nothing, foldsReasoning: false, usesTools: true, ...given }
}
