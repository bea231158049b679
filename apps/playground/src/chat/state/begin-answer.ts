import type { TabbyClient } from '@tabby/core'
import { chatWords } from '../../words/chat-words.js'
import { current } from './conversations.js'
import { announcement, generations, starting } from './generation.js'
import type { AnswerPlace } from './write-answer.js'

/** Begins a reply in the open conversation, or continues one. What writes replies is fetched with the first of them. */
export async function beginAnswer(client: TabbyClient, place: Omit<AnswerPlace, 'conversationId'>): Promise<void> {
  const conversationId = current.value.id
  if (generations.value.has(conversationId) || starting.value.has(conversationId)) return
  starting.value = new Set([...starting.value, conversationId])
  try {
    const { writeAnswer } = await import('./write-answer.js')
    void writeAnswer(client, { ...place, conversationId })
  } catch {
    announcement.value = chatWords.partOfThePageCould
  } finally {
    starting.value = new Set([...starting.value].filter((id) => id !== conversationId))
  }
}
