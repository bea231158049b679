import { TabbyError } from './tabby-error.js'

/** The server could not be reached, or the connection broke before the response was complete. */
export class TabbyConnectionError extends TabbyError {
  /** Always `TabbyConnectionError`. */
  override readonly name = 'TabbyConnectionError'

  /** Always `connection_error`. */
  declare readonly code: 'connection_error'

  /**
   * The runtime's own code: `ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_SOCKET` ... Browsers report none: there it is
   * `undefined`, for a refused connection and for a CORS failure alike.
   */
  readonly reason: string | undefined

  /**
   * Makes an error with the code `connection_error`.
   *
   * @param message - One sentence for a person.
   * @param details - The runtime's code, if it has one.
   */
  constructor(message: string, details: { readonly reason: string | undefined }) {
    super('connection_error', message)
    this.reason = details.reason
  }
}
