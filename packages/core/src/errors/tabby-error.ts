import type { ChatMessage } from '../types/chat-message.js'
import type { TabbyErrorCode } from './error-code.js'

/** Registered globally, so that a guard of one copy of this package knows the errors of another copy. */
export const errorBrand = /* @__PURE__ */ Symbol.for('@tabby/core/error')

/**
 * The base of every error that this family throws, except aborts, which reject with the signal's reason, and the
 * `AggregateError` of `acquireModel` and `acquireLoras`, whose two `errors` are of this family.
 *
 * An error never holds the request, its headers, keys or prompt, so it can be printed and logged as it is.
 * For the same reason it has no `cause`, because errors of HTTP libraries carry the whole request; only a
 * `TabbyToolRunError` has one, which is what your own tool threw.
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
 *   console.log(error.code) // 'not_found'
 * }
 * ```
 */
export class TabbyError extends Error {
  /** The class of the error, as a literal that survives minifiers. */
  override readonly name: string = 'TabbyError'

  /** What went wrong; see {@link TabbyErrorCode}. */
  readonly code: TabbyErrorCode

  /**
   * The id that a gateway gave to the request (`x-request-id`, `cf-ray` and the like), by which its operator finds the
   * request. `undefined` when the response had none: TabbyAPI itself sends none.
   */
  declare readonly requestId?: string | undefined

  /**
   * Of an error that ended a run of tools: the conversation so far, to continue from. Not enumerable, so it is not
   * printed with the error.
   */
  declare readonly transcript?: readonly ChatMessage[] | undefined

  /**
   * Makes an error. Programs catch these errors and seldom make them.
   *
   * @param code - What went wrong.
   * @param message - One sentence for a person.
   */
  constructor(code: TabbyErrorCode, message: string) {
    super(message)
    this.code = code
    Object.defineProperty(this, errorBrand, { value: true })
  }
}
