import type { GenerationParams } from '@tabby/core'

/** Parameters of a completion. Samplers, `n`, `response_format` and usage are in {@link GenerationParams}. */
export interface CompletionParams extends GenerationParams {
  /**
   * The text to continue, or several, each of which is completed separately. The server fails on a list without
   * prompts: a 503, and in a stream nothing at all until `eventTimeout` ends it.
   */
  prompt: string | readonly string[]
}

/**
 * Parameters of a streamed completion: the same, and a number of tokens, without which the server always fails. 0 fills
 * the context. Choice i gets 5 * i tokens more than requested.
 */
export type StreamCompletionParams = CompletionParams &
  ({ max_tokens: number } | { max_completion_tokens: number } | { max_length: number })
