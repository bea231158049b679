/** What one round of a benchmark has shown. */
export interface Measurement {
  /** Tokens of each prompt, as the server counts them. */
  readonly promptTokens: number
  /** Requests at once. */
  readonly parallel: number
  /** Median time to the first token, in seconds. */
  readonly firstTokenSeconds: number
  /** Prompt tokens per second until the first token, of one request. */
  readonly prefillSpeed: number
  /** Answer tokens per second of one request, from its first token on; the median. */
  readonly speed: number
  /** Answer tokens per second of all requests together, from the beginning to the end. */
  readonly totalSpeed: number
}
