import { TabbyRequestError } from '@tabby/core'

/**
 * Refuses params that are missing or are not an object, before a member of them is read.
 *
 * @param call - Method and path, or the function, for the error.
 * @throws TabbyRequestError which says so.
 */
export function requireParams(call: string, params: unknown): asserts params is object {
  if (typeof params === 'object' && params !== null && !Array.isArray(params)) return
  throw new TabbyRequestError(`${call}: the parameters must be an object, the second argument, after the client`)
}
