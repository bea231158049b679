import type { ModelCardParameters } from '@tabby/models'

/** The server allocates its cache in pages of this many tokens. */
const page = 256

/** Tokens of the opening of the reply, which the server does not count. */
const opening = 16

/**
 * The most tokens that a conversation may have; undefined if the card does not show it. With output chunking, the
 * default, the server keeps one chunk of its cache free beside the prompt: a context of 4096 takes 2049 tokens.
 */
export function readPromptLimit(parameters: ModelCardParameters | null | undefined): number | undefined {
  const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = parameters ?? {}
  if (!context) return undefined
  const chunked = chunk ? Math.floor(((cache || context) - chunk) / page) * page + 1 : context
  return Math.max(0, Math.min(context, chunked) - opening)
}
