import { TabbyError } from './tabby-error.js'

/**
 * The clock that ran out.
 *
 * - `timeout`: to the response headers, and for a JSON answer to the end of its body
 * - `silenceTimeout`: a stream sent no byte; pings count as bytes
 * - `contentTimeout`: a stream sent no event; pings do not count
 */
export type TabbyClock = 'timeout' | 'silenceTimeout' | 'contentTimeout'

/** One of the three clocks ran out. */
export class TabbyTimeoutError extends TabbyError {
  /** Always `TabbyTimeoutError`. */
  override readonly name = 'TabbyTimeoutError'

  /** Which clock ran out; the option of the same name sets it. */
  declare readonly clock: TabbyClock

  /** The limit of that clock, in milliseconds. */
  declare readonly limit: number

  /** On a stream: what had arrived, in the shape of the whole answer. Not enumerable, so it is not printed. */
  declare readonly partial?: unknown
}
