/** An answer, byte by byte, as a server or a fetch function is to give it. */
export interface Answer {
  /** Default 200. */
  readonly status?: number
  /** Default: an event stream. */
  readonly headers?: Readonly<Record<string, string>>
  /** The body in pieces; each is sent on its own. A number is a pause in milliseconds. */
  readonly body?: readonly (string | Uint8Array | number)[]
  /** What follows the last piece: a proper end, a connection that breaks, or silence. Default `complete`. */
  readonly end?: 'complete' | 'destroy' | 'open'
}

/** Headers of an event stream, as the server sends them. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}
