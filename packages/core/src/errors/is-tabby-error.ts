import type { TabbyApiError } from './tabby-api-error.js'
import type { TabbyConnectionError } from './tabby-connection-error.js'
import type { TabbyObjectError } from './tabby-object-error.js'
import { errorBrand, type TabbyError } from './tabby-error.js'
import type { TabbyRequestError } from './tabby-request-error.js'
import type { TabbyResponseError } from './tabby-response-error.js'
import type { TabbyStreamError } from './tabby-stream-error.js'
import type { TabbyTimeoutError } from './tabby-timeout-error.js'
import type { TabbyToolRunError } from './tabby-tool-run-error.js'

/** Every error of the family, told apart by `name`. The base class itself comes from `requirePermission`. */
export type AnyTabbyError =
  | (TabbyError & { readonly name: 'TabbyError' })
  | TabbyApiError
  | TabbyConnectionError
  | TabbyObjectError
  | TabbyRequestError
  | TabbyResponseError
  | TabbyStreamError
  | TabbyTimeoutError
  | TabbyToolRunError

/**
 * Tells whether something thrown is an error of this family, also when another copy of the package threw it.
 * Afterwards `error.name` tells the classes apart for the compiler, and `error.code` says what went wrong.
 *
 * @param error - Anything that was caught.
 * @returns Whether it is an error of this family.
 *
 * @example
 * ```ts
 * import { createTabbyClient, isTabbyError, requestJson } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * try {
 *   await requestJson(client, { path: '/v1/nothing-here' })
 * } catch (error) {
 *   if (isTabbyError(error) && error.name === 'TabbyApiError') console.log(error.status, error.detail)
 *   else throw error
 * }
 * ```
 */
export function isTabbyError(error: unknown): error is AnyTabbyError {
  return typeof error === 'object' && error !== null && errorBrand in error
}
