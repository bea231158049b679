import type { GenerationParams } from '@tabby/core'

/** What a completion is asked with. Samplers, `n`, `response_format` and usage are in {@link GenerationParams}. */
export interface CompletionParams extends GenerationParams {
  /**
   * The text to continue, or several, each of which is continued by itself. The server breaks on a list without
   * prompts: a 503, and in a stream nothing at all until `eventTimeout` ends it
   * (recording completion_prompt_empty_list_stream).
   */
  prompt: string | readonly string[]
}

/**
 * What a streamed completion is asked with: the same, and a number of tokens, without which the server always fails
 * (recording completion_no_max_tokens_stream). 0 fills the context. Choice i gets 5 * i tokens more than asked for.
 */
export type StreamCompletionParams = CompletionParams &
  ({ max_tokens: number } | { max_completion_tokens: number } | { max_length: number })
