import { threadWords } from '../../words/thread-words.js'
import type { Conversation, Turn } from './conversation.js'
import { shortenTitle } from './shorten-title.js'

/** Adds a turn below its parent, beside its siblings, and shows it. */
export function addTurn(conversation: Conversation, turn: Turn): Conversation {
  return {
    ...conversation,
    title: conversation.title || readTitle(turn),
    updatedAt: Date.now(),
    turns: [...conversation.turns, turn],
    chosen: { ...conversation.chosen, [turn.parent]: turn.id },
  }
}

/** The first line of the first message names the conversation until the user renames it. */
function readTitle(turn: Turn): string {
  if (turn.role !== 'user') return ''
  return shortenTitle(turn.text) || (turn.images.length ? threadWords.anImage : '')
}
