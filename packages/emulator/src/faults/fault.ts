import * as v from 'valibot'

/** A fault to inject, and the requests that it hits. */
export interface Fault {
  /** Only requests whose path begins with this. Default: all. */
  path?: string
  /** Only requests with this method. Default: all but `OPTIONS`, the preflights that a browser sends by itself. */
  method?: string
  /** How many such requests pass first. Default: 0. */
  skip?: number
  /** How many are hit after those. Default: all. */
  times?: number
  /** What happens to them. */
  effect: FaultEffect
}

/** What a fault does. Events are server-sent events without the pings; a plain response counts as one event. */
export type FaultEffect =
  /** The response arrives this much later. */
  | { kind: 'delay'; milliseconds: number }
  /** The connection is closed without a response. */
  | { kind: 'drop' }
  /** The connection is reset without a response. */
  | { kind: 'reset' }
  /** Another status, with a `Retry-After` in seconds if given. */
  | { kind: 'status'; status: number; retryAfter?: number; detail?: string }
  /** After so many events nothing arrives, not even a ping. */
  | { kind: 'stall'; afterEvents: number }
  /** After so many events an error event is sent, and the stream ends. */
  | { kind: 'error'; afterEvents: number; message?: string }
  /** After so many events the body ends as if it were complete, without `[DONE]`. */
  | { kind: 'truncate'; afterEvents: number }
  /** After so many events the connection is cut, without a last chunk. */
  | { kind: 'cut'; afterEvents: number }
  /** The body arrives at this speed. */
  | { kind: 'trickle'; bytesPerSecond: number }

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const duration = v.pipe(v.number(), v.minValue(0))
const afterEvents = { afterEvents: count }

/** The shape of a list of faults, as the control endpoint takes it. */
export const faultsSchema = v.array(
  v.strictObject({
    path: v.exactOptional(v.string()),
    method: v.exactOptional(v.string()),
    skip: v.exactOptional(count),
    times: v.exactOptional(count),
    effect: v.variant('kind', [
      v.strictObject({ kind: v.literal('delay'), milliseconds: duration }),
      v.strictObject({ kind: v.literal('drop') }),
      v.strictObject({ kind: v.literal('reset') }),
      v.strictObject({
        kind: v.literal('status'),
        status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
        retryAfter: v.exactOptional(duration),
        detail: v.exactOptional(v.string()),
      }),
      v.strictObject({ kind: v.literal('stall'), ...afterEvents }),
      v.strictObject({ kind: v.literal('error'), ...afterEvents, message: v.exactOptional(v.string()) }),
      v.strictObject({ kind: v.literal('truncate'), ...afterEvents }),
      v.strictObject({ kind: v.literal('cut'), ...afterEvents }),
      v.strictObject({ kind: v.literal('trickle'), bytesPerSecond: v.pipe(v.number(), v.minValue(1)) }),
    ]),
  }),
)
