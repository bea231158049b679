import { TabbyError } from './tabby-error.js'

/**
 * The timeout that ran out.
 *
 * - `timeout`: to the response headers, and for JSON to the end of the body
 * - `idleTimeout`: a stream sent no byte; pings count as bytes
 * - `eventTimeout`: a stream sent no event; pings do not count
 */
export type TabbyTimeoutName = 'timeout' | 'idleTimeout' | 'eventTimeout'

/**
 * One of the three timeouts ran out.
 *
 * @typeParam Result - What the stream collects: `ChatCompletion` for a chat.
 */
export class TabbyTimeoutError<Result = unknown> extends TabbyError {
  /** Always `TabbyTimeoutError`. */
  override readonly name = 'TabbyTimeoutError'

  /** Always `timeout`. */
  declare readonly code: 'timeout'

  /** Which timeout ran out; the option of the same name sets it. */
  readonly timeout: TabbyTimeoutName

  /** Its limit, in milliseconds. */
  readonly limit: number

  /** On a stream: what had arrived, in the shape of the whole result. Not enumerable, so it is not printed. */
  declare readonly partial?: Result | undefined

  /**
   * Makes an error with the code `timeout`.
   *
   * @param message - One sentence for a person.
   * @param details - Which timeout ran out, and its limit.
   */
  constructor(message: string, details: { readonly timeout: TabbyTimeoutName; readonly limit: number }) {
    super('timeout', message)
    this.timeout = details.timeout
    this.limit = details.limit
  }
}
