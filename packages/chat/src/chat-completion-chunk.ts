import type { EosReason, FinishReason, ToolCall, Usage } from '@tabby/core'
import type { ChatLogprobs } from './chat-completion.js'

/** One piece of a streamed answer. */
export interface ChatCompletionChunk {
  /** Name of the request, the same in all pieces. */
  id: string
  /** Always `chat.completion.chunk`. */
  object: string
  /** When the piece was made, in seconds since 1970. */
  created: number
  /** The model that speaks, whatever the request named. */
  model: string
  /** What is new. The server sends one choice at a time, and tells them apart by `index`. */
  choices: ChatChunkChoice[]
  /** Token counts and speeds, in the last piece alone. */
  usage?: Usage | null
}

/** What is new in one of the answers. */
export interface ChatChunkChoice {
  /** Position among the answers, from 0. */
  index: number
  /** What is new; empty in the last piece. */
  delta: ChatDelta
  /** Why the answer ended, in its last piece; `null` before. */
  finish_reason: FinishReason | null
  /**
   * Why the answer ended, in the server's words. In a stream with usage the server leaves it out of the very last
   * piece; `stream_options: {}` brings it back.
   */
  eos_reason?: EosReason | null
  /** How probable the tokens of this piece's content were, if that was asked for. */
  logprobs?: ChatLogprobs | null
}

/** What is new in a message. Fields without news are missing. */
export interface ChatDelta {
  /** Who speaks. TabbyAPI does not say it in a stream: it is always `assistant`. */
  role?: string
  /** More text, of one token or more. */
  content?: string | null
  /** More of what the model thinks. All of it comes before the content. */
  reasoning_content?: string | null
  /** The tools to call: all of them in one piece, with whole arguments, when the model is done. */
  tool_calls?: ToolCall[] | null
}
