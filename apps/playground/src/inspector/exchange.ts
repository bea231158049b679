/** A part of an answer, as it came off the network. */
export interface ExchangePiece {
  /** When it came, in milliseconds since the request was sent. */
  at: number
  text: string
}

/** One request and what came back. It changes while the answer arrives; `exchangeTick` tells when to look again. */
export interface Exchange {
  /** Counts up from 1. */
  readonly id: number
  readonly method: string
  /** Path and query below the server's address. */
  readonly path: string
  /** The server's address. */
  readonly baseUrl: string
  /** When it was sent. */
  readonly startedAt: Date
  /** Headers that were sent. What a key was is never kept. */
  readonly requestHeaders: readonly (readonly [name: string, value: string])[]
  /** What was sent; long pictures are shortened. */
  readonly requestBody: string | undefined
  /** How it stands. `stopped`: this page closed the connection. */
  outcome: 'waiting' | 'receiving' | 'complete' | 'stopped' | 'failed'
  status: number | undefined
  /** What a page of another origin may read of them. */
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
