import { TabbyError } from './tabby-error.js'

/** The server could not be reached, or the connection broke before the answer was complete. */
export class TabbyConnectionError extends TabbyError {
  /** Always `TabbyConnectionError`. */
  override readonly name = 'TabbyConnectionError'

  /**
   * The runtime's own word for it, where it has one: `ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_SOCKET` ...
   * Browsers tell nothing: there it is `undefined`, for a refused connection and for a CORS failure alike.
   */
  declare readonly reason: string | undefined
}
