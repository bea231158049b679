import type { EosReason, FinishReason, ToolCall, Usage } from '@tabby/core'

/** A whole answer to a conversation. */
export interface ChatCompletion {
  /** Name of the request: `cmpl-...`, or `chatcmpl-...` when it was streamed. The server's log knows it. */
  id: string
  /** Always `chat.completion`. */
  object: string
  /** When it was made, in seconds since 1970. */
  created: number
  /** The model that spoke, whatever the request named. */
  model: string
  /** The answers, `n` of them, by their index. */
  choices: ChatChoice[]
  /** Token counts and speeds; `null` when they were switched off by `stream_options`. */
  usage?: Usage | null
}

/** One of the answers. */
export interface ChatChoice {
  /** Position among the answers, from 0. */
  index: number
  /** Why it ended; `null` in an answer that was cut off (the `partial` of an error). */
  finish_reason: FinishReason | null
  /**
   * Why it ended, in the server's words. `null`: it was interrupted (a model unloaded in mid-answer), although the
   * `finish_reason` says `stop` (recording unload_during_chat_plain). Missing in an answer put together from a stream
   * with usage, where the server leaves it out.
   */
  eos_reason?: EosReason | null
  /** The string that ended it; for a stop token, the token's text. Only in answers that were not streamed. */
  stop_str?: string | null
  /** What the model said. */
  message: ChatAnswer
  /** How probable each token was, if that was asked for. */
  logprobs?: ChatLogprobs | null
}

/** What the model said, in a form that can be sent back as a turn of the conversation. */
export interface ChatAnswer {
  /** Always `assistant`. */
  role: string
  /** The text; `null` when there is none. Text of spaces alone is `null` too, unless it was streamed. */
  content: string | null
  /** What the model thought, if the server has a parser for its reasoning; otherwise thoughts are in `content`. */
  reasoning_content?: string | null
  /**
   * The tools to call. With the `finish_reason` `tool_calls` and none here, the model wrote a call that the server
   * could not read, and its text is lost (recording chat_tools_malformed_call).
   */
  tool_calls?: ToolCall[] | null
  /** Always `null`: it belongs to turns of the role `tool`. */
  tool_call_id?: string | null
}

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
