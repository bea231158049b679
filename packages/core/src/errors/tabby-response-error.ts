import { TabbyError } from './tabby-error.js'

/** The server's answer was no JSON or had a shape that this client does not know. */
export class TabbyResponseError extends TabbyError {
  /** Always `TabbyResponseError`. */
  override readonly name = 'TabbyResponseError'

  /** Where the shape is wrong, as dotted paths (`data.0.id`). Empty when the answer was no JSON at all. */
  declare readonly paths: readonly string[]

  /**
   * Makes an error with the code `invalid_response`.
   *
   * @param message - One sentence for a person; never a piece of the answer.
   * @param paths - Where the shape is wrong.
   */
  constructor(message: string, paths: readonly string[] = []) {
    super('invalid_response', message, { paths })
  }
}
