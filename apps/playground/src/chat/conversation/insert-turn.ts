import type { Conversation, Turn } from './conversation.js'

/** Inserts a turn below its parent; what followed the parent on the branch that is shown now follows the turn. */
export function insertTurn(conversation: Conversation, turn: Turn, followerId: string | undefined): Conversation {
  const turns = conversation.turns.map((each) => (each.id === followerId ? { ...each, parent: turn.id } : each))
  return {
    ...conversation,
    updatedAt: Date.now(),
    turns: [...turns, turn],
    chosen: {
      ...conversation.chosen,
      [turn.parent]: turn.id,
      ...(followerId === undefined ? {} : { [turn.id]: followerId }),
    },
  }
}
