import type { Conversation, Turn } from './conversation.js'

/** Puts another turn in the place of the one that has its id. A turn that is gone stays gone. */
export function replaceTurn(conversation: Conversation, turn: Turn): Conversation {
  const turns = conversation.turns.map((each) => (each.id === turn.id ? turn : each))
  return { ...conversation, updatedAt: Date.now(), turns }
}
