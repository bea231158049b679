/** A chunk of a response, as it arrived. */
export interface ExchangePiece {
  /** When it arrived, in milliseconds since the request was sent. */
  at: number
  text: string
}

/** One request and its response. It changes while the response arrives; `exchangeTick` signals each change. */
export interface Exchange {
  /** Numbered from 1. */
  readonly id: number
  readonly method: string
  /** Path and query below the server's address. */
  readonly path: string
  /** The server's address. */
  readonly baseUrl: string
  /** When it was sent. */
  readonly startedAt: Date
  /** The request headers. The value of a key is never kept. */
  readonly requestHeaders: readonly (readonly [name: string, value: string])[]
  /** The request body; long images are shortened. */
  readonly requestBody: string | undefined
  /** Its state. `stopped`: this page closed the connection. */
  outcome: 'waiting' | 'receiving' | 'complete' | 'stopped' | 'failed'
  status: number | undefined
  /** The response headers that a page of another origin may read. */
  responseHeaders: readonly (readonly [name: string, value: string])[]
  /** Milliseconds from the request to the headers, to the first byte of the body, and to the end. */
  headersAfter: number | undefined
  firstByteAfter: number | undefined
  endedAfter: number | undefined
  /** The body, up to a limit. */
  readonly pieces: ExchangePiece[]
  /** Characters of the body that are kept, and those beyond the limit. */
  keptLength: number
  droppedLength: number
  /** Why it failed. */
  failure: string | undefined
}
