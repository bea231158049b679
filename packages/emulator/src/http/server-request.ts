/** How a request came over the network. */
export interface NetworkPeer {
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
  readonly headers: Headers
  /** Where it comes from. `process` is the program itself, which owns the emulator anyway; absent is not known. */
  readonly via?: 'process' | NetworkPeer
  /**
   * The whole body; empty when there is none.
   *
   * @param limit Bytes that are taken in at most; a longer body rejects with a `BodyTooLarge`.
   */
  bytes(limit?: number): Promise<Uint8Array>
}
