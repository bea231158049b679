import { type TabbyClient, TabbyRequestError, type TabbyRequestOptions, TabbyResponseError } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import { getModel } from './get-model.js'

/** How large the generations of `getCapacity` are. */
export interface CapacityParams {
  /** Tokens of one generation: its prompt and its reply together. */
  tokens: number
}

/** The server gives out its cache in pages of so many tokens (recording chat_small_cache_short_prompt). */
const page = 256

/** How many generations the server runs at once when the card does not say it. */
const defaultBatchSize = 32

/**
 * Reads how many generations of this size the loaded model runs at once: as many as fit its cache, at most its
 * `max_batch_size`. More of them wait inside of the server.
 *
 * One `GET /v1/model`. The cache is given out in pages of 256 tokens, so a size counts rounded up to them. The number
 * suits the option `concurrency` of `createLimit` of `@tabby/resilience`.
 *
 * @param params - The size of one generation, in tokens.
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The number of generations, 1 or greater.
 * @throws TabbyRequestError when `tokens` is not valid, or more than one generation may have.
 * @throws TabbyResponseError when the card does not show the size of the cache.
 * @throws TabbyApiError with the code `no_model_loaded` when none is loaded or a load is still running.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getCapacity } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * console.log(await getCapacity(client, { tokens: 1024 }))
 * ```
 */
export async function getCapacity(
  client: TabbyClient,
  params: CapacityParams,
  options?: TabbyRequestOptions,
): Promise<number> {
  requireParams('getCapacity', params)
  const { tokens } = params
  if (!Number.isSafeInteger(tokens) || tokens < 1) {
    throw new TabbyRequestError('getCapacity: tokens must be a whole number, 1 or greater')
  }
  const { parameters } = await getModel(client, options)
  const context = parameters?.max_seq_len
  const cache = parameters?.cache_size ?? context
  if (!cache) {
    throw new TabbyResponseError('GET /v1/model: the card of the loaded model does not show the size of its cache', {
      paths: ['parameters.cache_size'],
    })
  }
  const most = Math.min(cache, context || cache)
  if (tokens > most) {
    throw new TabbyRequestError(
      `getCapacity: a generation may have ${most} tokens with the loaded model, not ${tokens}`,
    )
  }
  const fitting = Math.floor(cache / (Math.ceil(tokens / page) * page))
  return Math.max(1, Math.min(fitting, parameters?.max_batch_size || defaultBatchSize))
}
