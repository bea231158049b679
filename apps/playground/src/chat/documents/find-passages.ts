import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { fitPassages, getPromptLimit } from '@tabby/tokens'
import { documentWords } from '../../words/document-words.js'
import type { SearchedDocument } from './documents.js'
import { rankPassages, type RankedPassage } from './rank-passages.js'

/** The most passages that go with a message. */
const most = 6

/**
 * Finds the passages that are closest to a question and together take at most half of the room for prompts.
 *
 * @throws Error with a sentence if another embedding model is loaded than the documents were embedded with.
 */
export async function findPassages(
  client: TabbyClient,
  documents: readonly SearchedDocument[],
  question: string,
  signal: AbortSignal,
): Promise<RankedPassage[]> {
  const ready = documents.filter(({ state }) => state === 'ready')
  const { data, model } = await createEmbeddings(client, { input: question }, { signal, timeout: 300_000 })
  const other = ready.find((each) => each.model !== model)
  if (other) throw new Error(documentWords.otherModel(other.name, other.model, model))
  const ranked = await rankPassages(ready, data[0]!.embedding, { most, signal })
  const limit = await getPromptLimit(client, {}, { signal })
  const passages = ranked.map(({ text }) => text)
  const fitted = await fitPassages(client, { passages, tokens: Math.floor(limit / 2) }, { signal })
  return ranked.slice(0, fitted.passages.length)
}
