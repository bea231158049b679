import { TabbyError } from './tabby-error.js'

/**
 * Why a reply does not match the schema.
 *
 * - `truncated`: it was cut off by `max_tokens` or the context
 * - `interrupted`: the model was unloaded during the reply, or the stream was left
 * - `invalid-json`: it contains no JSON, or several values none of which is marked as the result; the server ignores a
 *   schema that it cannot use, and the model then writes freely
 * - `too-deep`: its JSON is nested deeper than 1,000 levels
 * - `schema-mismatch`: it is JSON of a different shape; see `paths`
 * - `schema-failed`: the schema itself threw or rejected instead of reporting what is wrong; see `thrown`
 */
export type TabbyObjectFailure =
  'truncated' | 'interrupted' | 'invalid-json' | 'too-deep' | 'schema-mismatch' | 'schema-failed'

/** Details of a {@link TabbyObjectError}. */
export interface TabbyObjectErrorDetails {
  /** Why. */
  readonly reason: TabbyObjectFailure
  /** Where the shape is wrong, as dotted paths. */
  readonly paths: readonly string[]
  /** The text of the reply. */
  readonly text: string
  /** On a stream: the last value that was shown. */
  readonly partial?: unknown
  /** What the schema threw. */
  readonly thrown?: unknown
}

/** A reply did not match the schema. */
export class TabbyObjectError extends TabbyError {
  /** Always `TabbyObjectError`. */
  override readonly name = 'TabbyObjectError'

  /** Always `invalid_object`. */
  declare readonly code: 'invalid_object'

  /** Why. */
  readonly reason: TabbyObjectFailure

  /** Where the shape is wrong, as dotted paths (`tags.0`); empty unless the reason is `schema-mismatch`. */
  readonly paths: readonly string[]

  /** The text of the reply. Not enumerable, so it is not printed with the error. */
  declare readonly text: string

  /** On a stream: the last value that was shown. Not enumerable either. */
  declare readonly partial?: unknown

  /** What the schema threw, for the reason `schema-failed`. Not enumerable either: it may quote the reply. */
  declare readonly thrown?: unknown

  /**
   * Makes an error with the code `invalid_object`. What the model wrote is not enumerable, so it is not printed.
   *
   * @param message - One sentence for a person.
   * @param details - Why, where, and the reply.
   */
  constructor(message: string, { reason, paths, ...hidden }: TabbyObjectErrorDetails) {
    super('invalid_object', message)
    this.reason = reason
    this.paths = paths
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value })
  }
}
