import type { TabbyClient } from '@tabby/core'
import { createManyEmbeddings } from '@tabby/embeddings'
import { describeFailure } from '../../server/explain-failure.js'
import { changeDocument, readDocuments, removeDocument, type SearchedDocument } from './documents.js'
import { readDocument } from './read-document.js'

const running = new Map<number, AbortController>()

/** Reads and embeds the documents that wait for it, one after the other. It never throws. */
export async function embedDocuments(client: TabbyClient, conversationId: string): Promise<void> {
  const find = (wanted: SearchedDocument['state']) =>
    readDocuments(conversationId).find(({ state }) => state === wanted)
  if (find('embedding')) return
  for (let next = find('waiting'); next; next = find('waiting')) await embedDocument(client, conversationId, next)
}

async function embedDocument(client: TabbyClient, conversationId: string, document: SearchedDocument): Promise<void> {
  const { id, file } = document
  const controller = new AbortController()
  const { signal } = controller
  const change = (changed: Parameters<typeof changeDocument>[2]) => {
    if (!signal.aborted) changeDocument(conversationId, id, changed)
  }
  running.set(id, controller)
  try {
    change({ state: 'embedding', done: 0, failure: undefined })
    const passages = document.passages.length ? document.passages : await readDocument(file, signal)
    change({ passages })
    const { data, model } = await createManyEmbeddings(client, passages, {
      signal,
      batchSize: 32,
      // The default timeout is too short for a batch on a model that runs on the CPU.
      timeout: 300_000,
      onProgress: (done) => change({ done }),
    })
    change({ state: 'ready', model, vectors: data.map(({ embedding }) => embedding) })
  } catch (error) {
    change({ state: 'failed', failure: describeFailure(error) })
  } finally {
    running.delete(id)
  }
}

/** Removes a document, and stops embedding it. */
export function dropDocument(conversationId: string, id: number): void {
  running.get(id)?.abort()
  removeDocument(conversationId, id)
}
