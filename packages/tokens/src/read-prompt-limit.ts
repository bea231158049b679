import { requestJson, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The part of the response of `GET /v1/model` that reports how long a prompt may be. */
const modelContextSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    parameters: v.looseObject({
      max_seq_len: v.number(),
      cache_size: v.nullish(v.number()),
      chunk_size: v.nullish(v.number()),
    }),
  }))()

/** The server allocates its cache in pages of this many tokens (recording chat_small_cache_short_prompt). */
const page = 256
/** The server's own default; current cards always show it. */
const defaultChunkSize = 2048

/** The most tokens that messages may have, given the tokens of the reply and its opening. */
export async function readPromptLimit(
  client: TabbyClient,
  { answer, opening }: { answer: number; opening: number },
  options: TabbyRequestOptions,
): Promise<number> {
  const { parameters } = await requestJson(client, { ...options, path: '/v1/model', schema: modelContextSchema })
  const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = parameters
  const cacheSize = cache ?? context
  const chunkSize = chunk ?? defaultChunkSize
  // With output chunking, the prompt minus one token takes whole pages, and a chunk must fit beside them: 4096 and 2048
  // take 2049 but not 2050 (recording chat_context_prompt3000_of_4096). The card does not show whether output chunking
  // is off; if it is, this is stricter than necessary.
  const chunked = Math.floor((cacheSize - chunkSize) / page) * page + 1
  const limit = Math.min(context - answer, cacheSize - answer, chunked) - opening
  if (limit > 0) return limit
  const sizes = `a context of ${context}, a cache of ${cacheSize} and a chunk of ${chunkSize} tokens`
  throw new TabbyRequestError(`${sizes} leave no room for a prompt beside a reply of ${answer}`)
}
