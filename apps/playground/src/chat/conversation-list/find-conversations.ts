import { readAnswerText } from '../answer/read-answer-text.js'
import type { Conversation } from '../conversation/conversation.js'

/** Finds the conversations that contain all the words, in their title or their messages. */
export function findConversations(conversations: readonly Conversation[], search: string): readonly Conversation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return conversations
  return conversations.filter((conversation) => {
    const text = readText(conversation).toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function readText({ title, turns }: Conversation): string {
  const said = turns.map((turn) => (turn.role === 'user' ? turn.text : readAnswerText(turn.parts)))
  return [title, ...said].join('\n')
}
