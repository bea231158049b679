import { requestJson, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'
import { checkKeptCounts } from './check-kept-counts.js'
import { defaultChunkSize, readPromptLimit } from './read-prompt-limit.js'

/** What must have room beside the prompt. */
export interface PromptLimitParams {
  /** Tokens to keep free for the reply. Default 0. */
  max_tokens?: number | undefined
  /**
   * Tokens to keep free for the opening of the reply, which `countTokens` does not count. Default 16: ChatML takes 3,
   * and an opening with empty reasoning 7.
   */
  openingTokens?: number | undefined
}

/** The part of the response of `GET /v1/model` that reports how long a prompt may be. */
const modelContextSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    parameters: v.looseObject({
      max_seq_len: v.number(),
      cache_size: v.nullish(v.number()),
      chunk_size: v.nullish(v.number()),
    }),
  }))()

/**
 * Reads how many tokens the messages of a chat may have with the loaded model, which is often much less than its
 * context.
 *
 * One `GET /v1/model`. The limit is the smallest of `max_seq_len - max_tokens`, `cache_size - max_tokens` and
 * `cache_size - chunk_size + 1`, minus the opening: with output chunking, which is the default, the server keeps one
 * chunk of cache free beside the prompt. The card does not show whether output chunking is off; the limit is then
 * stricter than necessary. Compare it with what `countTokens` counts.
 *
 * @param params - What to keep free.
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The limit, 1 or greater.
 * @throws TabbyRequestError when a count is not valid, and when no prompt has room beside the reply.
 * @throws TabbyApiError with the code `no_model_loaded` when none is loaded or a load is still running.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { countTokens, getPromptLimit } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const messages = [{ role: 'user', content: 'How are you?' }]
 * const used = await countTokens(client, { text: messages })
 * console.log(`${used} of ${await getPromptLimit(client)} tokens`)
 * ```
 */
export async function getPromptLimit(
  client: TabbyClient,
  params?: PromptLimitParams,
  options?: TabbyRequestOptions,
): Promise<number> {
  const { reply } = checkKeptCounts('getPromptLimit', params)
  const { parameters } = await requestJson(client, { ...options, path: '/v1/model', schema: modelContextSchema })
  const limit = readPromptLimit(parameters, params)
  if (limit) return limit
  const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = parameters
  const sizes = `a context of ${context}, a cache of ${cache ?? context} and a chunk of ${chunk ?? defaultChunkSize} tokens`
  throw new TabbyRequestError(`${sizes} leave no room for a prompt beside a reply of ${reply}`)
}
