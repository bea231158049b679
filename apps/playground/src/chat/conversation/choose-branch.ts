import type { Conversation } from './conversation.js'

/** Shows a turn and what follows it. */
export function chooseBranch(conversation: Conversation, id: string): Conversation {
  const turn = conversation.turns.find((each) => each.id === id)
  if (!turn) return conversation
  return { ...conversation, chosen: { ...conversation.chosen, [turn.parent]: id } }
}
