import { TabbyError, type TabbyErrorCode } from './tabby-error.js'

/**
 * Why a stream failed.
 *
 * - `server-error`: the server sent an error in the stream; the message contains the server's own
 * - `truncated`: the stream ended before the completion was finished
 * - `invalid-event`: an event was not JSON, had an unexpected shape or was larger than the limit, or too many
 *   meaningless lines arrived in its place
 * - `not-a-stream`: the response was neither an event stream nor JSON, for example a proxy's HTML page
 * - `already-read`: the stream was read a second time, but can be read only once
 * - `too-large`: more arrived than `maxResponseSize` lets a stream keep; the code is `invalid_response`
 */
export type TabbyStreamFailure =
  'server-error' | 'truncated' | 'invalid-event' | 'not-a-stream' | 'already-read' | 'too-large'

/** Details of a {@link TabbyStreamError}. */
export interface TabbyStreamErrorDetails {
  /** Why the stream failed. */
  readonly reason: TabbyStreamFailure
  /** For `context_length_exceeded`: how many tokens fit. */
  readonly contextLimit?: number | undefined
  /** For `context_length_exceeded`: how many tokens the request needs. */
  readonly requestedTokens?: number | undefined
}

/**
 * A stream failed after its response had begun. Its code is `stream_error`, unless the error event named another code
 * of this family, or more arrived than `maxResponseSize` allows (`invalid_response`).
 *
 * @typeParam Result - What the stream collects: `ChatCompletion` for a chat.
 */
export class TabbyStreamError<Result = unknown> extends TabbyError {
  /** Always `TabbyStreamError`. */
  override readonly name = 'TabbyStreamError'

  /** Why the stream failed. */
  readonly reason: TabbyStreamFailure

  /** For `context_length_exceeded`: how many tokens fit, if the message has the number. */
  declare readonly contextLimit?: number | undefined

  /** For `context_length_exceeded`: how many tokens the request needs, if the message has the number. */
  declare readonly requestedTokens?: number | undefined

  /** What had arrived, in the shape of the whole result. Not enumerable, so it is not printed with the error. */
  declare readonly partial?: Result | undefined

  /**
   * Makes an error.
   *
   * @param code - What went wrong: `stream_error`, or the code that the error in the stream named.
   * @param message - One sentence for a person.
   * @param details - Why the stream failed.
   */
  constructor(code: TabbyErrorCode, message: string, details: TabbyStreamErrorDetails) {
    super(code, message)
    this.reason = details.reason
    Object.assign(this, details)
  }
}
