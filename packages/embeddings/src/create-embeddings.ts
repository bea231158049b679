import { requestJson, type TabbyClient, type TabbyRequestOptions, TabbyResponseError } from '@tabby/core'
import { requireParams, toBody } from '@tabby/kit/body/to-body'
import * as v from 'valibot'
import { type EmbeddingFormat, type EmbeddingVector, readVector } from './read-vector.js'
import { sortByIndex } from './sort-by-index.js'

/** Parameters of an embeddings request. */
export interface EmbeddingsParams<Format extends EmbeddingFormat = EmbeddingFormat> {
  /** One text, or several. Token ids are refused (422); an empty list gives no vectors. */
  input: string | readonly string[]
  /** `base64` gives `Float32Array`s, `float` gives arrays of numbers. Default `base64`. */
  encoding_format?: Format | undefined
  /** Ignored: the loaded embedding model is used, and the response names it. */
  model?: string | null | undefined
  /** Ignored: the model decides the length of its vectors. */
  dimensions?: number | null | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** The vectors, one per text, in the order of the texts. */
export interface Embeddings<Format extends EmbeddingFormat = 'base64'> {
  /** Always `list`. */
  object: string
  /** One entry per text. */
  data: Embedding<Format>[]
  /** Name of the model that computed the vectors, whatever the request named. */
  model: string
  /** Token counts. TabbyAPI always sends them; a gateway in front of other servers may leave them out. */
  usage?: EmbeddingsUsage | null | undefined
}

/** The vector of one text. */
export interface Embedding<Format extends EmbeddingFormat = 'base64'> {
  /** Always `embedding`. */
  object: string
  /** The vector, in 32-bit floats. */
  embedding: EmbeddingVector<Format>
  /** Position of the text in the request, starting at 0. */
  index: number
}

/** Token counts of an embeddings request. */
export interface EmbeddingsUsage {
  /** Tokens of all texts. */
  prompt_tokens: number
  /** The same number. */
  total_tokens: number
  /** Always 0: nothing is generated. */
  completion_tokens?: number | null | undefined
}

/**
 * The response of `POST /v1/embeddings`. A vector may come in either form, whichever was requested: for an unknown
 * format the server sends numbers. Fields that a gateway may leave out are optional.
 */
export const embeddingsSchema = /* @__PURE__ */ (() => {
  const count = v.pipe(v.number(), v.integer(), v.minValue(0))
  return v.looseObject({
    object: v.nullish(v.string(), 'list'),
    data: v.array(
      v.looseObject({
        object: v.nullish(v.string(), 'embedding'),
        embedding: v.union([v.string(), v.array(v.number())]),
        index: v.nullish(count),
      }),
    ),
    model: v.string(),
    usage: v.nullish(
      v.looseObject({
        prompt_tokens: v.number(),
        total_tokens: v.number(),
        completion_tokens: v.nullish(v.number()),
      }),
    ),
  })
})()

/**
 * Turns texts into vectors.
 *
 * `POST /v1/embeddings`. Vectors are sent as base64 and become `Float32Array`s; `encoding_format: 'float'` gives arrays
 * of numbers. They are returned in the order of the texts, by their `index`, whatever order they arrive in. The loaded
 * embedding model is used: the server ignores `model` and `dimensions`. The call changes nothing, so it is retried if
 * the server cannot be reached. The timeout is 30 s, as for reads: a long list on a model that runs on the CPU may need
 * a longer `timeout`.
 *
 * @param params - The texts, and the form of the vectors.
 * @returns The vectors in the order of the texts, the model that made them, and the tokens of the texts.
 * @throws TabbyApiError with the code `no_model_loaded` when no embedding model is loaded, and `server_error` when the
 * model fails on a text.
 * @throws TabbyResponseError when there is not one vector per text, when it is unclear which text a vector belongs to,
 * when one is neither numbers nor base64, and when vectors differ in length.
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
  requireParams('POST /v1/embeddings', params)
  const format = params.encoding_format ?? 'base64'
  const answer = await requestJson(client, {
    ...options,
    path: '/v1/embeddings',
    operation: 'read',
    body: toBody('POST /v1/embeddings', { ...params, encoding_format: format }, ['input']),
    schema: embeddingsSchema,
  })
  const vectors = answer.data.map((entry, place) => ({
    ...entry,
    embedding: readVector(entry.embedding, format, `data.${place}.embedding`) as EmbeddingVector<Format>,
  }))
  requireOneLength(vectors)
  return { ...answer, data: sortByIndex(vectors, countTexts(params.input)) }
}

/** How many vectors there must be. A list of token ids, which other servers accept, counts as one text. */
function countTexts(input: unknown): number {
  return Array.isArray(input) && typeof input[0] !== 'number' ? input.length : 1
}

/** A vector that was cut off in transit is still valid base64, but shorter than the others. */
function requireOneLength(vectors: readonly { embedding: ArrayLike<number> }[]): void {
  const odd = vectors.findIndex(({ embedding }) => embedding.length !== vectors[0]!.embedding.length)
  if (odd === -1) return
  const path = `data.${odd}.embedding`
  const message = `POST /v1/embeddings returned vectors of different lengths, at ${path}`
  throw new TabbyResponseError(message, { paths: [path] })
}
