import { TabbyError } from './tabby-error.js'

/**
 * The timeout that ran out.
 *
 * - `timeout`: to the response headers, and for a JSON answer to the end of its body
 * - `idleTimeout`: a stream sent no byte; pings count as bytes
 * - `eventTimeout`: a stream sent no event; pings do not count
 */
export type TabbyTimeoutName = 'timeout' | 'idleTimeout' | 'eventTimeout'

/** One of the three timeouts ran out. */
export class TabbyTimeoutError extends TabbyError {
  /** Always `TabbyTimeoutError`. */
  override readonly name = 'TabbyTimeoutError'

  /** Which timeout ran out; the option of the same name sets it. */
  declare readonly timeout: TabbyTimeoutName

  /** Its limit, in milliseconds. */
  declare readonly limit: number

  /** On a stream: what had arrived, in the shape of the whole answer. Not enumerable, so it is not printed. */
  declare readonly partial?: unknown
}
