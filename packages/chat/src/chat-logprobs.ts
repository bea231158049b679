/** How probable the tokens of an answer were. Reasoning and tool calls have none. */
export interface ChatLogprobs {
  /** One entry for each token of the content. */
  content: ChatLogprob[]
}

/** A token and how probable it was. */
export interface ChatLogprob extends ChatTopLogprob {
  /** The most probable tokens at this place, best first; as many as `top_logprobs` asked for. */
  top_logprobs?: ChatTopLogprob[] | null
}

/** One of the most probable tokens at a place. */
export interface ChatTopLogprob {
  /** Text of the token. */
  token: string
  /** Number of the token in the model's vocabulary. */
  token_id?: number | null
  /**
   * Natural logarithm of the probability, 0 or less. Of a token that was chosen with probability 0 it is `-Infinity`
   * when streamed and `null` otherwise; among `top_logprobs` it is -1000
   * (recordings chat_logprobs_zero_probability_token and ..._stream).
   */
  logprob: number | null
}
