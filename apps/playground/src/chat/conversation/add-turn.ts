import { threadWords } from '../../words/thread-words.js'
import type { Conversation, Turn } from './conversation.js'

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
  const line = turn.text.trim().split('\n', 1)[0]!.trim()
  if (!line) return turn.images.length ? threadWords.anImage : ''
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line
}
