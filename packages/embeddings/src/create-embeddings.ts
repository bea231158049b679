import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { EmbeddingFormat, EmbeddingsParams, EmbeddingVector } from './embeddings-params.js'
import { embeddingsSchema } from './embeddings-schema.js'
import type { Embeddings } from './embeddings.js'
import { readVector } from './read-vector.js'

/**
 * Turns texts into vectors.
 *
 * `POST /v1/embeddings`. Vectors travel as base64 and become `Float32Array`s; `encoding_format: 'float'` gives arrays
 * of numbers. The loaded embedding model answers: `model` and `dimensions` are ignored by the server. The call changes
 * nothing, so it is repeated when the server cannot be reached. Its time limit is that of small calls (30 s): a long
 * list on a model that runs on the CPU may need a larger `timeout`.
 *
 * @param client - The client.
 * @param params - The texts, and the form of the vectors.
 * @param options - Signal, timeout and retries of this call.
 * @returns The vectors in the order of the texts, the model that made them, and the tokens of the texts.
 * @throws TabbyApiError with the code `no_model_loaded` when no embedding model is loaded, and `server_error` when the
 * model fails on a text.
 * @throws TabbyResponseError when a vector is neither numbers nor base64.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createEmbeddings } from '@tabby/embeddings'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { data } = await createEmbeddings(client, { input: ['a cat', 'a dog'] })
 * for (const { index, embedding } of data) console.log(index, embedding.length, embedding[0])
 * ```
 */
export async function createEmbeddings<Format extends EmbeddingFormat = 'base64'>(
  client: TabbyClient,
  params: EmbeddingsParams<Format>,
  options?: TabbyRequestOptions,
): Promise<Embeddings<Format>> {
  const format = params.encoding_format ?? 'base64'
  const answer = await requestJson(client, {
    ...options,
    path: '/v1/embeddings',
    operation: 'read',
    body: { ...params, encoding_format: format },
    schema: embeddingsSchema,
  })
  const data = answer.data.map((entry, index) => ({
    ...entry,
    embedding: readVector(entry.embedding, format, `data.${index}.embedding`) as EmbeddingVector<Format>,
  }))
  return { ...answer, data }
}
