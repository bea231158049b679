import {
  allowManyListeners,
  type TabbyClient,
  TabbyRequestError,
  type TabbyRequestOptions,
  TabbyResponseError,
} from '@tabby/core'
import { createEmbeddings, type Embedding, type Embeddings } from './create-embeddings.js'

/** Options of `createManyEmbeddings`. */
export interface ManyEmbeddingsOptions extends TabbyRequestOptions {
  /** How many texts go in one request. Default 64. */
  readonly batchSize?: number | undefined
  /** How many requests run at once. Default 2. */
  readonly concurrency?: number | undefined
  /** Called after each request, with the number of texts that are done and of all. What it throws ends the call. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** @throws TabbyRequestError with the name of the option. */
function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return
  throw new TabbyRequestError(`createManyEmbeddings: ${name} must be a whole number, 1 or greater`)
}

/** @throws TabbyRequestError */
function checkTexts(texts: unknown): asserts texts is readonly string[] {
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return
  throw new TabbyRequestError('createManyEmbeddings: the second argument must be a list of strings')
}

/** Puts the responses of all requests together. Vectors of two models cannot be compared. */
function joinAnswers(answers: readonly Embeddings[]): Embeddings {
  const data: Embedding[] = answers.flatMap((answer) => answer.data).map((entry, index) => ({ ...entry, index }))
  const [first] = answers
  if (answers.some(({ model }) => model !== first?.model)) {
    throw new TabbyResponseError(
      'POST /v1/embeddings: another model was loaded between the requests, so send them again',
      {
        paths: ['model'],
      },
    )
  }
  const sum = (read: (usage: NonNullable<Embeddings['usage']>) => number | null | undefined) =>
    answers.reduce((total, { usage }) => total + ((usage && read(usage)) ?? 0), 0)
  const isCounted = answers.every(({ usage }) => usage)
  return {
    object: 'list',
    model: first?.model ?? '',
    data,
    ...(isCounted && {
      usage: { prompt_tokens: sum((usage) => usage.prompt_tokens), total_tokens: sum((usage) => usage.total_tokens) },
    }),
  }
}

/**
 * Turns any number of texts into vectors, in several requests that run at the same time.
 *
 * One `POST /v1/embeddings` for every `batchSize` texts. Vectors are `Float32Array`s in the order of the texts. When a
 * request fails, the others are cancelled and the call rejects with its error; a failed attempt is retried before, as
 * for `createEmbeddings`. The timeout is that of each request. No texts take no request.
 *
 * @param params - The texts.
 * @param options - How many texts in a request and requests at once, a report of the progress; signal, timeout, headers
 * and retries of each request.
 * @returns The vectors in the order of the texts, the model that made them, and the tokens of all texts. Without texts
 * the model is an empty text.
 * @throws TabbyRequestError when the texts or an option are not valid.
 * @throws TabbyApiError with the code `no_model_loaded` when no embedding model is loaded, and `server_error` when the
 * model fails on a text.
 * @throws TabbyResponseError as `createEmbeddings`, and when another model was loaded between two requests.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createManyEmbeddings } from '@tabby/embeddings'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const texts = Array.from({ length: 200 }, (_, index) => `Line ${index}`)
 * const { data } = await createManyEmbeddings(client, texts, {
 *   batchSize: 32,
 *   onProgress: (done, total) => console.log(`${done} of ${total}`),
 * })
 * console.log(data.length)
 * ```
 */
export async function createManyEmbeddings(
  client: TabbyClient,
  params: readonly string[],
  options?: ManyEmbeddingsOptions,
): Promise<Embeddings> {
  checkTexts(params)
  const { batchSize = 64, concurrency = 2, onProgress, signal, ...call } = options ?? {}
  checkCount('batchSize', batchSize)
  checkCount('concurrency', concurrency)
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TabbyRequestError('createManyEmbeddings: onProgress must be a function')
  }
  signal?.throwIfAborted()
  const controller = new AbortController()
  const abort = () => controller.abort(signal!.reason)
  if (signal) allowManyListeners(signal)
  signal?.addEventListener('abort', abort)
  const answers: Embeddings[] = []
  let next = 0
  let done = 0
  const work = async () => {
    while (next * batchSize < params.length) {
      const place = next++
      const input = params.slice(place * batchSize, (place + 1) * batchSize)
      answers[place] = await createEmbeddings(client, { input }, { ...call, signal: controller.signal })
      done += input.length
      // An async one is waited for, so that what it rejects with ends the call too.
      await onProgress?.(done, params.length)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, params.length) }, work))
    return joinAnswers(answers)
  } catch (error) {
    controller.abort(error)
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
