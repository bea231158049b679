import { TabbyError } from './tabby-error.js'

/**
 * Why a response cannot be used.
 *
 * - `invalid-json`: it is not JSON: a proxy's page, or a document that was cut off
 * - `schema-mismatch`: it is JSON of a shape that this client does not know; see `paths`
 * - `too-large`: it is larger than `maxResponseSize`
 */
export type TabbyResponseFailure = 'invalid-json' | 'schema-mismatch' | 'too-large'

/** Details of a {@link TabbyResponseError}. */
export interface TabbyResponseErrorDetails {
  /** Why; missing if only the message says what is wrong. */
  readonly reason?: TabbyResponseFailure | undefined
  /** Where the shape is wrong, as dotted paths. */
  readonly paths: readonly string[]
}

/** The server's response was not JSON, was too large, or had a shape that this client does not know. */
export class TabbyResponseError extends TabbyError {
  /** Always `TabbyResponseError`. */
  override readonly name = 'TabbyResponseError'

  /** Always `invalid_response`. */
  declare readonly code: 'invalid_response'

  /** Why; `undefined` on errors of other packages of the family that say what is wrong only in the message. */
  declare readonly reason?: TabbyResponseFailure | undefined

  /** Where the shape is wrong, as dotted paths (`data.0.id`). Empty if the response was not JSON or was too large. */
  readonly paths: readonly string[]

  /**
   * Makes an error with the code `invalid_response`.
   *
   * @param message - One sentence for a person.
   * @param details - Why, and where the shape is wrong.
   */
  constructor(message: string, { reason, paths }: TabbyResponseErrorDetails) {
    super('invalid_response', message)
    if (reason) this.reason = reason
    this.paths = paths
  }
}
