import type { TabbyApiError, TabbyApiErrorCode, TabbyApiErrorDetails } from './tabby-api-error.js'
import type { TabbyConnectionError } from './tabby-connection-error.js'
import type { TabbyObjectError } from './tabby-object-error.js'
import type { TabbyRequestError } from './tabby-request-error.js'
import type { TabbyResponseError } from './tabby-response-error.js'
import type { TabbyStreamError } from './tabby-stream-error.js'
import type { TabbyTimeoutError } from './tabby-timeout-error.js'
import type { TabbyToolRunError } from './tabby-tool-run-error.js'
import { errorBrand, type TabbyError, type TabbyErrorCode } from './tabby-error.js'

/** Members that an error does not have although others with its code do. */
type Without<Names extends string> = { readonly [Name in Names]?: undefined }

/** Members of errors of responses that errors of streams do not have. */
type OfResponse = Exclude<keyof TabbyApiErrorDetails, 'contextLimit' | 'requestedTokens'>

/** Members of the classes that have codes of their own. */
type OfOthers = 'limit' | 'paths' | 'text' | 'thrown' | 'timeout' | 'call'

/**
 * An error with a code that belongs to another class. `name` names the class; members of the other are `undefined`.
 *
 * - Your own route passed on an error of this family, as a response or in a stream: it keeps its code.
 * - A stream failed because the prompt does not fit (`context_length_exceeded`), or because it was too large
 *   (`invalid_response`).
 * - `requirePermission` of `@tabby/auth` found a key without the permission (`permission_error`).
 */
export type TabbySharedCodeError<Result = unknown> =
  | (TabbyApiError & { readonly code: Exclude<TabbyErrorCode, TabbyApiErrorCode> } & Without<
        OfOthers | 'reason' | 'partial'
      >)
  | (TabbyStreamError<Result> & { readonly code: Exclude<TabbyErrorCode, 'stream_error'> } & Without<
        OfOthers | OfResponse
      >)
  | (TabbyError & { readonly name: 'TabbyError'; readonly code: 'permission_error' } & Without<
        keyof TabbyApiErrorDetails | 'reason' | 'partial'
      >)

/**
 * Every error of the family. `switch (error.code)` narrows it to the class that the code belongs to, and to
 * {@link TabbySharedCodeError}, whose missing members are `undefined`.
 *
 * @typeParam Result - The type of `partial`, for a stream that failed.
 */
export type AnyTabbyError<Result = unknown> =
  | (TabbyApiError & { readonly code: TabbyApiErrorCode })
  | TabbyConnectionError
  | TabbyObjectError
  | TabbyRequestError
  | TabbyResponseError
  | (TabbyStreamError<Result> & { readonly code: 'stream_error' })
  | TabbyTimeoutError<Result>
  | TabbyToolRunError
  | TabbySharedCodeError<Result>

/**
 * Checks whether a caught value is an error of this family, even if another copy of the package threw it.
 * `switch (error.code)` then narrows it to the members that belong to the code.
 *
 * @typeParam Result - The type of `partial`, if the error comes from reading a stream: `ChatCompletion` for a chat.
 * @param error - The caught value.
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
 *   if (!isTabbyError(error)) throw error
 *   switch (error.code) {
 *     case 'rate_limit_exceeded':
 *       console.log(`Try again in ${error.retryAfter ?? 1000} ms`)
 *       break
 *     case 'connection_error':
 *       console.log('The server cannot be reached', error.reason)
 *       break
 *     default:
 *       console.log(error.message)
 *   }
 * }
 * ```
 */
export function isTabbyError<Result = unknown>(error: unknown): error is AnyTabbyError<Result> {
  return typeof error === 'object' && error !== null && errorBrand in error
}
