import { Document } from '@langchain/core/documents'
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { VectorStore } from '@langchain/core/vectorstores'
import { expect, test } from 'vitest'
import { TabbyEmbeddings } from '../src/index.js'
import { openModels } from './serve-model.js'

/** The smallest store that LangChain's retriever works with. */
class ListStore extends VectorStore {
  private readonly rows: { vector: number[]; document: Document }[] = []
  constructor(embeddings: EmbeddingsInterface) {
    super(embeddings, {})
  }
  _vectorstoreType() {
    return 'list'
  }
  async addVectors(vectors: number[][], documents: Document[]) {
    for (const [place, vector] of vectors.entries()) this.rows.push({ vector, document: documents[place]! })
  }
  async addDocuments(documents: Document[]) {
    const vectors = await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent))
    await this.addVectors(vectors, documents)
  }
  async similaritySearchVectorWithScore(query: number[], k: number): Promise<[Document, number][]> {
    const score = (vector: number[]) => vector.reduce((sum, value, place) => sum + value * query[place]!, 0)
    const scored = this.rows.map(({ vector, document }): [Document, number] => [document, score(vector)])
    return scored.sort(([, a], [, b]) => b - a).slice(0, k)
  }
}

test('a retriever finds the text that it was given', async () => {
  const { client } = await openModels()
  const store = new ListStore(new TabbyEmbeddings({ client }))
  const texts = ['Fjords were cut by glaciers.', 'A kettle boils water.', 'Bees make honey.']
  await store.addDocuments(texts.map((pageContent) => new Document({ pageContent })))
  const [found] = await store.asRetriever(1).invoke('A kettle boils water.')
  expect(found!.pageContent).toBe('A kettle boils water.')
})

test.each([
  [0, 0],
  [256, 1],
  [257, 2],
])('%i texts take %i requests, one at a time, and keep their order', async (count, requests) => {
  const { client, emulator } = await openModels()
  const embeddings = new TabbyEmbeddings({ client })
  const texts = Array.from({ length: count }, (_, place) => `text ${place}`)
  const vectors = await embeddings.embedDocuments(texts)
  expect(emulator.journal).toHaveLength(requests)
  expect(vectors).toHaveLength(count)
  if (count > 0) expect(vectors.at(-1)).toEqual(await embeddings.embedQuery(texts.at(-1)!))
})

test('the model is named if it was given', async () => {
  const { client, emulator } = await openModels()
  await new TabbyEmbeddings({ client, model: 'demo-embed' }).embedQuery('x').catch(() => {})
  expect(JSON.parse(emulator.journal[0]!.body!)).toMatchObject({ model: 'demo-embed', input: ['x'] })
})

test('errors stay TabbyErrors, and are not sent again by LangChain', async () => {
  const { client, emulator } = await openModels({ faults: [{ effect: { kind: 'status', status: 500 } }] })
  await expect(new TabbyEmbeddings({ client }).embedQuery('x')).rejects.toMatchObject({ code: 'server_error' })
  expect(emulator.journal).toHaveLength(1)
})
