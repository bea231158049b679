/** One generated token. */
export interface GeneratedToken {
  readonly id: number
  readonly text: string
  readonly logprob: number
}

/** A piece of output, handed out when the generator has it. */
export interface JobChunk {
  readonly type: 'chunk'
  /** Which of the request's choices it belongs to. */
  readonly choice: number
  readonly text: string
  readonly tokens: readonly GeneratedToken[]
}

/** How a generation ended, and what it took. */
export interface JobEnd {
  readonly type: 'end'
  readonly choice: number
  /** `null` when the job was cancelled under the request's hands (unload_during_chat_plain). */
  readonly eosReason: 'stop_token' | 'stop_string' | 'max_new_tokens' | 'end_filter' | 'loop_detected' | null
  readonly stopText: string | null
  readonly promptTokens: number
  readonly completionTokens: number
  readonly promptSeconds: number
  readonly completionSeconds: number
}
