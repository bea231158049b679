import type { CompletionChoice } from './completion.js'
import type { Usage } from '@tabby/core'

/** One piece of a streamed text. */
export interface CompletionChunk {
  /** Name of the request, the same in all pieces; the server calls it `chatcmpl-...`. */
  id: string
  /** Always `text_completion`. */
  object: string
  /** When the piece was made, in seconds since 1970. */
  created: number
  /** The model that writes. The server calls this `model_name` in a stream (recording completion_basic_stream). */
  model: string
  /**
   * What is new, in the form of a whole choice. The server sends one choice at a time, and tells them apart by `index`;
   * `finish_reason` is `null` in all pieces but the last.
   */
  choices: CompletionChoice[]
  /** Token counts and speeds, in the last piece alone. */
  usage?: Usage | null
}
