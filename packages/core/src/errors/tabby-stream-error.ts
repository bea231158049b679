import { TabbyError } from './tabby-error.js'

/**
 * Why a stream failed.
 *
 * - `server-error`: the server sent an error in the stream; its words are in the message
 * - `truncated`: the stream ended before the answer was complete
 * - `invalid-event`: an event was no JSON, had an unknown shape, or was larger than the limit, or too many lines
 *   without meaning came in its place
 * - `not-a-stream`: the answer was neither an event stream nor JSON, for example a proxy's HTML page
 * - `already-read`: the stream has one reader, and it was read a second time
 * - `too-large`: more arrived than `maxResponseSize` lets a stream keep; the code is `invalid_response`
 */
export type TabbyStreamFailure =
  'server-error' | 'truncated' | 'invalid-event' | 'not-a-stream' | 'already-read' | 'too-large'

/** A stream failed after its answer had begun. */
export class TabbyStreamError extends TabbyError {
  /** Always `TabbyStreamError`. */
  override readonly name = 'TabbyStreamError'

  /** Why the stream failed. */
  declare readonly reason: TabbyStreamFailure

  /** Of `context_length_exceeded`: how many tokens fit, when the message has the number. */
  declare readonly contextLimit?: number | undefined

  /** Of `context_length_exceeded`: how many tokens the request needs, when the message has the number. */
  declare readonly requestedTokens?: number | undefined

  /** What had arrived, in the shape of the whole answer. Not enumerable, so it is not printed with the error. */
  declare readonly partial?: unknown
}
