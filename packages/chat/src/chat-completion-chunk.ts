import type { EosReason, FinishReason, ToolCall, Usage } from '@tabby/core'
import type { ChatLogprobs } from './chat-completion.js'

/** One chunk of a streamed chat completion. */
export interface ChatCompletionChunk {
  /** Id of the request, the same in all chunks. */
  id: string
  /** Always `chat.completion.chunk`. */
  object: string
  /** When the chunk was made, in seconds since 1970. */
  created: number
  /** The model that writes, regardless of the name in the request. */
  model: string
  /** What is new. The server sends one choice at a time; `index` says which. */
  choices: ChatChunkChoice[]
  /** Token counts and speeds, only in the last chunk. */
  usage?: Usage | null
}

/** What is new in one choice. */
export interface ChatChunkChoice {
  /** Position among the choices, from 0. */
  index: number
  /**
   * What is new. In the last chunk it is often empty, but it can hold tool calls, and text that the server kept back
   * because a tag such as `<think>` could have begun with it.
   */
  delta: ChatDelta
  /** Why the reply ended, in its last chunk; `null` before. */
  finish_reason: FinishReason | null
  /**
   * Why the reply ended, in the server's terms. In a stream with usage the server leaves it out of the very last
   * chunk; `stream_options: {}` brings it back.
   */
  eos_reason?: EosReason | null
  /** Log probabilities of the tokens of this chunk's content, if requested. */
  logprobs?: ChatLogprobs | null
}

/** What is new in a message. Unchanged fields are missing. */
export interface ChatDelta {
  /** The role. TabbyAPI omits it in a stream: it is always `assistant`. */
  role?: string
  /** More text, of one token or more. */
  content?: string | null
  /** More reasoning, usually before all content. One chunk can hold both. */
  reasoning_content?: string | null
  /** The tool calls: TabbyAPI sends all of them in one chunk, with complete arguments, when the model has finished. */
  tool_calls?: ToolCall[] | null
}
