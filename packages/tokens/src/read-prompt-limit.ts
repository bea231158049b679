import { requestJson, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The part of the answer of `GET /v1/model` that reports how long a prompt may be. */
const modelContextSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    parameters: v.looseObject({
      max_seq_len: v.number(),
      cache_size: v.nullish(v.number()),
      chunk_size: v.nullish(v.number()),
    }),
  }))()

/** The server gives out its cache in pages of so many tokens (recording chat_small_cache_short_prompt). */
const page = 256
/** The server's own default; current cards always show it. */
const defaultChunkSize = 2048

/** How many tokens messages may have at most when the answer and its opening are to have so many. */
export async function readPromptLimit(
  client: TabbyClient,
  { answer, opening }: { answer: number; opening: number },
  options: TabbyRequestOptions,
): Promise<number> {
  const { parameters } = await requestJson(client, { ...options, path: '/v1/model', schema: modelContextSchema })
  const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = parameters
  const cacheSize = cache ?? context
  const chunkSize = chunk ?? defaultChunkSize
  // With output chunking the prompt less one token takes whole pages, and a chunk must find room beside them: 4096
  // and 2048 take 2049 and not 2050 (recording chat_context_prompt3000_of_4096). The card does not show whether output
  // chunking is off; then this is only stricter than need be.
  const chunked = Math.floor((cacheSize - chunkSize) / page) * page + 1
  const limit = Math.min(context - answer, cacheSize - answer, chunked) - opening
  if (limit > 0) return limit
  const sizes = `a context of ${context}, a cache of ${cacheSize} and a chunk of ${chunkSize} tokens`
  throw new TabbyRequestError(`${sizes} leave no room for a prompt beside an answer of ${answer}`)
}
