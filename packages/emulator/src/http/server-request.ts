/**
 * A request as the server sees it. Unlike `Request` it may carry a body with any method (kobold_check_get_with_body).
 */
export interface ServerRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  /** The whole body; empty when there is none. */
  bytes(): Promise<Uint8Array>
}
