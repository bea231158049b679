import type { EosReason, FinishReason, Usage } from '@tabby/core'

/** A completion. */
export interface Completion {
  /** Id of the request: `cmpl-...`, or `chatcmpl-...` if it was streamed. It appears in the server's log. */
  id: string
  /** Always `text_completion`. */
  object: string
  /** When it was created, in seconds since 1970. */
  created: number
  /** The model that wrote, whatever the request named. */
  model: string
  /** The texts, by their index: `n` of the first prompt, then `n` of the second, and so on. */
  choices: CompletionChoice[]
  /** Token counts and speeds; `null` if `stream_options` turned them off. */
  usage?: Usage | null
}

/** One of the texts. */
export interface CompletionChoice {
  /** Position among the texts, from 0. */
  index: number
  /** Why it ended; `null` in a text that was cut off (the `partial` of an error). */
  finish_reason: FinishReason | null
  /**
   * Why it ended, in the server's terms. `null`: it was interrupted (the model was unloaded, for example), although the
   * `finish_reason` says `stop`. Missing in the last choice of a stream with usage, where the server leaves it out.
   */
  eos_reason?: EosReason | null
  /** The text, without the prompt and without the string that ended it. */
  text: string
  /** Log probabilities of the tokens, if requested. */
  logprobs?: CompletionLogprobs | null
}

/** Log probabilities of the tokens of a text. The lists have the same length, one entry per token. */
export interface CompletionLogprobs {
  /** The tokens as text. */
  tokens: string[]
  /**
   * Natural logarithms of their probabilities, 0 or less. For a token that was chosen with probability 0, it is
   * `-Infinity` when streamed and `null` otherwise.
   */
  token_logprobs: (number | null)[]
  /** The most probable tokens at each position with their logarithms; `null` unless `logprobs` was 2 or more. */
  top_logprobs: (Record<string, number> | null)[]
  /**
   * Where each token begins, in characters (code points, of which an emoji is one). In a stream, the server starts
   * again at 0 in each chunk; `collectCompletion` turns them into positions in the whole text.
   */
  text_offset: number[]
}

/** One chunk of a streamed completion. */
export interface CompletionChunk {
  /** Id of the request, the same in all chunks; the server calls it `chatcmpl-...`. */
  id: string
  /** Always `text_completion`. */
  object: string
  /** When the chunk was created, in seconds since 1970. */
  created: number
  /** The model that replies. The server calls this `model_name` in a stream. */
  model: string
  /**
   * What is new, in the form of a whole choice. The server sends one choice at a time; `index` says which, and
   * `finish_reason` is `null` in all chunks but the last.
   */
  choices: CompletionChoice[]
  /** Token counts and speeds, only in the last chunk. */
  usage?: Usage | null
}
