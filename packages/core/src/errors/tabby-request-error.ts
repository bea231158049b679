import { TabbyError } from './tabby-error.js'

/**
 * Why a request was not sent.
 *
 * - `circuit-open`: the server failed repeatedly and gets no requests for a while; see `retryAfter`
 * - `queue-full`: too many calls are already waiting
 * - `no-server`: none of several servers can take the request now
 * - `unknown-model`: none of several servers has the model that the request names, which is what a 404 means
 * - `key-unavailable`: a key function failed with an error of this family; see `cause`
 */
export type TabbyRequestFailure = 'circuit-open' | 'queue-full' | 'no-server' | 'unknown-model' | 'key-unavailable'

/** Details of a {@link TabbyRequestError}. */
export interface TabbyRequestErrorDetails {
  /** Why the request was not sent. */
  readonly reason?: TabbyRequestFailure | undefined
  /** When it may be sent, in milliseconds from now. */
  readonly retryAfter?: number | undefined
  /** What a key function failed with. */
  readonly cause?: TabbyError | undefined
}

/**
 * The client refused to send the request, because it could only fail, a key would leak or was not available, or a wrapper
 * held the request back.
 */
export class TabbyRequestError extends TabbyError {
  /** Always `TabbyRequestError`. */
  override readonly name = 'TabbyRequestError'

  /** Always `request_refused`. */
  declare readonly code: 'request_refused'

  /** Why the request was not sent; `undefined` if the request itself is not valid. */
  declare readonly reason?: TabbyRequestFailure | undefined

  /** When it may be sent, in milliseconds from now; `undefined` if that is not known. */
  declare readonly retryAfter?: number | undefined

  /** With `key-unavailable`, what the key function failed with, such as the `connection_error` of a token server. */
  declare readonly cause?: TabbyError | undefined

  /**
   * Makes an error with the code `request_refused`.
   *
   * @param message - Why the request was not sent.
   * @param details - The reason, and when to try again.
   */
  constructor(message: string, details: TabbyRequestErrorDetails = {}) {
    super('request_refused', message)
    if (details.reason !== undefined) this.reason = details.reason
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter
    if (details.cause !== undefined) Object.defineProperty(this, 'cause', { value: details.cause })
  }
}
