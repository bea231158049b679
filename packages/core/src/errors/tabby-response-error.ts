import { TabbyError } from './tabby-error.js'

/** The server's answer was no JSON or had a shape that this client does not know. */
export class TabbyResponseError extends TabbyError {
  /** Always `TabbyResponseError`. */
  override readonly name = 'TabbyResponseError'

  /** Where the shape is wrong, as dotted paths (`data.0.id`). Empty when the answer was no JSON at all. */
  declare readonly paths: readonly string[]
}
