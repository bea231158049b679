import { TabbyError } from './tabby-error.js'

/**
 * Why a response is of no use.
 *
 * - `invalid-json`: it is not JSON: a proxy's page, or a document that was cut
 * - `schema-mismatch`: it is JSON of a shape that this client does not know; see `paths`
 * - `too-large`: it is larger than `maxResponseSize`
 */
export type TabbyResponseFailure = 'invalid-json' | 'schema-mismatch' | 'too-large'

/** What a {@link TabbyResponseError} is made of. */
export interface TabbyResponseErrorDetails {
  /** Why; left out when the message alone says what is wrong. */
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

  /** Why; `undefined` when another package of the family says what is wrong in the message alone. */
  declare readonly reason?: TabbyResponseFailure | undefined

  /** Where the shape is wrong, as dotted paths (`data.0.id`). Empty when it was not JSON, or too large. */
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
