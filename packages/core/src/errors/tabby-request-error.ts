import { TabbyError } from './tabby-error.js'

/** The client refused to send the request, because the server could only fail on it or a key would leak. */
export class TabbyRequestError extends TabbyError {
  /** Always `TabbyRequestError`. */
  override readonly name = 'TabbyRequestError'

  /** Always `request_refused`. */
  declare readonly code: 'request_refused'

  /**
   * Makes an error with the code `request_refused`.
   *
   * @param message - Why the request was not sent.
   */
  constructor(message: string) {
    super('request_refused', message)
  }
}
