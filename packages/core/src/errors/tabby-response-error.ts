import { TabbyError } from './tabby-error.js'

/**
 * Why a response is of no use.
 *
 * - `invalid-json`: it is not JSON: a proxy's page, or a document that was cut
 * - `schema-mismatch`: it is JSON of a shape that this client does not know; see `paths`
 * - `too-large`: it is larger than `maxResponseSize`
 */
export type TabbyResponseFailure = 'invalid-json' | 'schema-mismatch' | 'too-large'

/** The server's response was not JSON, was too large, or had a shape that this client does not know. */
export class TabbyResponseError extends TabbyError {
  /** Always `TabbyResponseError`. */
  override readonly name = 'TabbyResponseError'

  /** Why; `undefined` when another package of the family says what is wrong in the message alone. */
  declare readonly reason?: TabbyResponseFailure | undefined

  /** Where the shape is wrong, as dotted paths (`data.0.id`). Empty when it was not JSON, or too large. */
  declare readonly paths: readonly string[]
}
