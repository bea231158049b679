import { TabbyError } from '../errors/tabby-error.js'

/**
 * Why an answer is no value of the schema.
 *
 * - `cut`: it was cut off by `max_tokens` or the context
 * - `interrupted`: the model was unloaded in mid-answer, or the stream was left
 * - `no-json`: it is no JSON; the server ignores a schema that it cannot use, and the model says what it likes
 * - `mismatch`: it is JSON of another shape; see `paths`
 */
export type TabbyObjectFailure = 'cut' | 'interrupted' | 'no-json' | 'mismatch'

/** An answer is no value of the schema. Its code is `invalid_response`. */
export class TabbyObjectError extends TabbyError {
  /** Always `TabbyObjectError`. */
  override readonly name = 'TabbyObjectError'

  /** Why. */
  declare readonly reason: TabbyObjectFailure

  /** Where the shape is wrong, as dotted paths (`tags.0`); empty when it was no JSON. */
  declare readonly paths: readonly string[]

  /** The text of the answer. Not enumerable, so it is not printed with the error. */
  declare readonly text: string

  /** Of a stream: the value as far as it was shown. Not enumerable either. */
  declare readonly partial?: unknown
}
