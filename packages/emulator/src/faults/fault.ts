/** Something that goes wrong on purpose, and for which requests. */
export interface Fault {
  /** Requests whose path begins so; default all. */
  path?: string
  /** Requests with this method; default all but `OPTIONS`, the preflights that a browser sends by itself. */
  method?: string
  /** How many such requests pass unharmed first; default 0. */
  skip?: number
  /** How many are hit after those; default all. */
  times?: number
  /** What goes wrong with them. */
  effect: FaultEffect
}

/** What goes wrong. An event is one server-sent event, pings not counted; a plain answer is one event. */
export type FaultEffect =
  /** The answer comes this much later. */
  | { kind: 'delay'; milliseconds: number }
  /** The connection is closed without an answer. */
  | { kind: 'drop' }
  /** The connection is reset without an answer. */
  | { kind: 'reset' }
  /** Another status, with a `Retry-After` in seconds if given. */
  | { kind: 'status'; status: number; retryAfter?: number; detail?: string }
  /** After so many events nothing comes any more, not even a ping. */
  | { kind: 'stall'; afterEvents: number }
  /** After so many events comes an error event, then the end. */
  | { kind: 'error'; afterEvents: number; message?: string }
  /** After so many events the body ends as if it were complete, without `[DONE]`. */
  | { kind: 'truncate'; afterEvents: number }
  /** After so many events the connection is cut, without a last chunk. */
  | { kind: 'cut'; afterEvents: number }
  /** The body trickles at this speed. */
  | { kind: 'trickle'; bytesPerSecond: number }
