import { isTabbyError, type TabbyClient } from '@tabby/core'
import { documentWords } from '../../words/document-words.js'
import type { Turn } from '../conversation/conversation.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { updateConversation } from '../state/conversations.js'
import { readDocuments } from './documents.js'

/**
 * Looks up the last message in the documents of its conversation, and keeps with it what was found. A message that was
 * looked up before stays as it is, also if its passages have been removed.
 *
 * @returns The turns to send.
 * @throws TabbyError, or Error with a sentence, if the documents cannot be searched.
 */
export async function addPassages(
  client: TabbyClient,
  conversationId: string,
  turns: readonly Turn[],
  signal: AbortSignal,
): Promise<readonly Turn[]> {
  const documents = readDocuments(conversationId)
  const question = turns.at(-1)
  if (question?.role !== 'user' || question.passages || !question.text.trim() || documents.length === 0) return turns
  const unfinished = documents.find(({ state }) => state !== 'ready')
  if (unfinished) {
    const { state, name } = unfinished
    throw new Error(state === 'failed' ? documentWords.couldNotBeEmbedded(name) : documentWords.isNotEmbeddedYet(name))
  }
  const { findPassages } = await import('./find-passages.js')
  try {
    const passages = await findPassages(client, documents, question.text, signal)
    const changed = { ...question, passages }
    updateConversation(conversationId, (each) => replaceTurn(each, changed))
    return [...turns.slice(0, -1), changed]
  } catch (error) {
    if (!isTabbyError(error) || error.code !== 'no_model_loaded') throw error
    throw new Error(documentWords.noModelIsLoaded, { cause: error })
  }
}
