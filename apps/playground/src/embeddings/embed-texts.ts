import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'

/** Vectors of texts, in their order. */
export interface EmbeddedTexts {
  readonly texts: readonly string[]
  readonly vectors: readonly Float32Array[]
  /** The model that computed them. */
  readonly model: string
  /** Tokens of all texts together. */
  readonly tokens: number
}

/** Texts per request: the server finishes one request before the next, so a comparison can stop in between. */
const batchSize = 32

/** Turns texts into vectors, batch by batch. */
export async function embedTexts(
  client: TabbyClient,
  texts: readonly string[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<EmbeddedTexts> {
  const vectors: Float32Array[] = []
  let model = ''
  let tokens = 0
  for (let begin = 0; begin < texts.length; begin += batchSize) {
    onProgress(begin)
    const input = texts.slice(begin, begin + batchSize)
    // The default timeout is too short for a batch on a model that runs on the CPU.
    const answer = await createEmbeddings(client, { input }, { signal, timeout: 300_000 })
    vectors.push(...answer.data.map(({ embedding }) => embedding))
    model = answer.model
    tokens += answer.usage?.prompt_tokens ?? 0
  }
  return { texts, vectors, model, tokens }
}
