import type { EosReason, FinishReason, ToolCall, Usage } from '@tabby/core'

/** A chat completion. */
export interface ChatCompletion {
  /** Id of the request: `cmpl-...`, or `chatcmpl-...` if it was streamed. The server's log contains it. */
  id: string
  /** Always `chat.completion`. */
  object: string
  /** When it was made, in seconds since 1970. */
  created: number
  /** The model that wrote it, regardless of the name in the request. */
  model: string
  /** The replies, `n` of them, in the order of their index. */
  choices: ChatChoice[]
  /** Token counts and speeds; `null` if `stream_options` turned them off. */
  usage?: Usage | null
}

/** One of the replies. */
export interface ChatChoice {
  /** Position among the choices, from 0. */
  index: number
  /** Why it ended; `null` in a reply that was cut off (the `partial` of an error). */
  finish_reason: FinishReason | null
  /**
   * Why it ended, in the server's terms. `null`: it was interrupted (the model was unloaded, for example), although the
   * `finish_reason` says `stop`. Missing in a completion that was collected from a stream with usage, because the
   * server omits it there.
   */
  eos_reason?: EosReason | null
  /** The string that ended it; for a stop token, the token's text. Only in completions that were not streamed. */
  stop_str?: string | null
  /** The message that the model wrote. */
  message: ChatReply
  /** Log probabilities of the tokens, if requested. */
  logprobs?: ChatLogprobs | null
}

/** The message that the model wrote. It can be sent back as a message of the conversation. */
export interface ChatReply {
  /** Always `assistant`. */
  role: string
  /** The text; `null` if there is none. Text of only spaces is `null` too, unless it was streamed. */
  content: string | null
  /** The reasoning, if the server has a parser for this model's reasoning; otherwise it is in `content`. */
  reasoning_content?: string | null
  /**
   * The tool calls. If there are none although the `finish_reason` is `tool_calls`, the model wrote a call that the
   * server could not read, and its text is lost.
   */
  tool_calls?: ToolCall[] | null
  /** Always `null`: it belongs to messages with the role `tool`. */
  tool_call_id?: string | null
}

/** Log probabilities of the tokens of a reply. Reasoning and tool calls have none. */
export interface ChatLogprobs {
  /** One entry for each token of the content. */
  content: ChatLogprob[]
}

/** A token and how probable it was. */
export interface ChatLogprob extends ChatTopLogprob {
  /** The most probable tokens at this position, best first; as many as `top_logprobs` requested. */
  top_logprobs?: ChatTopLogprob[] | null
}

/** One of the most probable tokens at a position. */
export interface ChatTopLogprob {
  /** Text of the token. */
  token: string
  /** Number of the token in the model's vocabulary. */
  token_id?: number | null
  /**
   * Natural logarithm of the probability, 0 or less. For a token that was chosen with probability 0 it is `-Infinity`
   * in a stream and `null` otherwise; among `top_logprobs` it is -1000.
   */
  logprob: number | null
}
