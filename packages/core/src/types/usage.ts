/**
 * Token counts and speeds of one request. Times are in seconds. With `n` > 1 the completion tokens are those of all
 * replies, the prompt tokens those of the first prompt.
 */
export interface Usage {
  /** Tokens of the prompt. */
  prompt_tokens: number
  /** Time to read the prompt, in seconds. */
  prompt_time?: number | null
  /** Speed of reading; the string `Indeterminate` if the time was too short to measure. */
  prompt_tokens_per_sec?: number | string | null
  /** Generated tokens. */
  completion_tokens: number
  /** Time to generate, in seconds. */
  completion_time?: number | null
  /** Speed of generating; the string `Indeterminate` if the time was too short to measure. */
  completion_tokens_per_sec?: number | string | null
  /** Prompt and completion together. */
  total_tokens: number
  /** Time of both together, in seconds. */
  total_time?: number | null
  /** Kinds of the prompt's tokens, from servers that report them. */
  prompt_tokens_details?: { cached_tokens?: number | null; [kind: string]: unknown } | null
  /** Kinds of the generated tokens, from servers that report them. */
  completion_tokens_details?: { reasoning_tokens?: number | null; [kind: string]: unknown } | null
}
