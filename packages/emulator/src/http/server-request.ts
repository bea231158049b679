/** How a request came over the network. */
interface NetworkPeer {
  /** The sender is on this machine. */
  readonly isLoopback: boolean
  /** Hosts under which the control endpoints may be addressed, besides those of this machine. */
  readonly controlHosts: readonly string[]
}

/**
 * A request as the server sees it. Unlike `Request` it may carry a body with any method (kobold_check_get_with_body).
 */
export interface ServerRequest {
  readonly method: string
  readonly url: URL
  /** The path as it was sent: an address that was read has no `..` any more. Default that of `url`. */
  readonly path?: string
  readonly headers: Headers
  /** Where it comes from. `process` is the program itself, which owns the emulator anyway; absent is not known. */
  readonly via?: 'process' | NetworkPeer
  /**
   * The whole body; empty when there is none.
   *
   * @param limit - Bytes that are taken in at most; a longer body rejects with a `BodyTooLarge`.
   */
  bytes(limit?: number): Promise<Uint8Array>
}

/**
 * Thrown when a request body is more than the emulator takes in, and answered with a 413. The real server sets no limit
 * and takes in what its memory holds.
 */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'

  constructor(limit: string) {
    super(`The request body is too large: the emulator takes ${limit}.`)
  }
}

/** Thrown to end the connection, before the answer or in the middle of it, as a server that is shut down does. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'

  constructor(
    /** Whether the connection is reset rather than closed. */
    readonly reset: boolean,
  ) {
    super('terminated')
  }
}
