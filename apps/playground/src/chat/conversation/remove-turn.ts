import type { Conversation } from './conversation.js'

/** Removes one turn; what follows it moves up to its place. */
export function removeTurn(conversation: Conversation, id: string): Conversation {
  const turn = conversation.turns.find((each) => each.id === id)
  if (!turn) return conversation
  const { [id]: follower, ...chosen } = conversation.chosen
  const turns = conversation.turns
    .filter((each) => each.id !== id)
    .map((each) => (each.parent === id ? { ...each, parent: turn.parent } : each))
  const isShown = chosen[turn.parent] === id || chosen[turn.parent] === undefined
  if (isShown) delete chosen[turn.parent]
  return {
    ...conversation,
    updatedAt: Date.now(),
    turns,
    chosen: { ...chosen, ...(isShown && follower ? { [turn.parent]: follower } : {}) },
    removed: [...(conversation.removed ?? []), id],
  }
}
