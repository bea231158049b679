import { checkKeptCounts } from './check-kept-counts.js'
import type { PromptLimitParams } from './get-prompt-limit.js'

/** Sizes on the card of a loaded model, in tokens: `parameters` of what `getModel` of `@tabby/models` returns. */
export interface ContextSizes {
  /** Longest context: prompt and reply together. */
  max_seq_len?: number | null | undefined
  /** Size of the key/value cache. Default: the context. */
  cache_size?: number | null | undefined
  /** Tokens of a prompt that are processed at once. Default 2048, as the server's. */
  chunk_size?: number | null | undefined
}

/** The server allocates its cache in pages of this many tokens (recording chat_small_cache_short_prompt). */
const page = 256
/** The server's own default; current cards always show it. */
export const defaultChunkSize = 2048

/**
 * Reads how many tokens the messages of a chat may have from a model card that you already have.
 *
 * No request. The same limit as that of `getPromptLimit`, which asks for the card first and throws where this returns
 * 0.
 *
 * @param sizes - The `parameters` of the card.
 * @param params - What to keep free.
 * @returns The limit; 0 when no prompt has room beside the reply, undefined when the card does not show the context.
 * @throws TabbyRequestError when a count to keep free is not valid.
 *
 * @example
 * ```ts
 * import { readPromptLimit } from '@tabby/tokens'
 *
 * const parameters = { max_seq_len: 4096, cache_size: 4096, chunk_size: 2048 }
 * console.log(readPromptLimit(parameters, { max_tokens: 500 }))
 * ```
 */
export function readPromptLimit(
  sizes: ContextSizes | null | undefined,
  params?: PromptLimitParams,
): number | undefined {
  const { reply, opening } = checkKeptCounts('readPromptLimit', params)
  const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = sizes ?? {}
  if (typeof context !== 'number') return undefined
  const cacheSize = cache ?? context
  // With output chunking, the prompt minus one token takes whole pages, and a chunk must fit beside them: 4096 and 2048
  // take 2049 but not 2050 (recording chat_context_prompt3000_of_4096).
  const chunked = Math.floor((cacheSize - (chunk ?? defaultChunkSize)) / page) * page + 1
  return Math.max(0, Math.min(context - reply, cacheSize - reply, chunked) - opening)
}
