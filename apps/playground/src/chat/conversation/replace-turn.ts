import type { Conversation, Turn } from './conversation.js'

/** Replaces the turn that has the same id. A deleted turn stays deleted. */
export function replaceTurn(conversation: Conversation, turn: Turn): Conversation {
  const turns = conversation.turns.map((each) => (each.id === turn.id ? turn : each))
  return { ...conversation, updatedAt: Date.now(), turns }
}
