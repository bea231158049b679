import { TabbyRequestError } from '@tabby/core'

/**
 * Refuses options that are not an object, before any member is read.
 *
 * @throws TabbyRequestError
 */
export function checkOptionsObject(maker: string, options: unknown, example: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return
  throw new TabbyRequestError(`${maker}: the options must be an object, such as ${example}`)
}
