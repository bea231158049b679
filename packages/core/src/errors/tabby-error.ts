import type { ChatMessage } from '../types/chat-message.js'
import type { TabbyApiErrorCode } from './tabby-api-error.js'

/**
 * What went wrong, as a closed list to switch on. The HTTP status behind each code is in brackets.
 *
 * - `invalid_request` (400 and other 4xx): the server refused the request; the error's message contains its own
 * - `context_length_exceeded` (400): the prompt does not fit the context of the loaded model
 * - `authentication_error` (401): the key is missing or wrong, or an admin key is needed
 * - `permission_error` (403): a gateway in front of the server refused the request
 * - `not_found` (404)
 * - `validation_error` (422): a field is missing or out of range; see `issues`
 * - `rate_limit_exceeded` (429): a gateway in front of the server limits requests; see `retryAfter`
 * - `no_model_loaded` (503): nothing is loaded, or a load is still running
 * - `generation_failed` (503): the model crashed, was unloaded during the completion, or refused a parameter
 * - `server_error` (other 5xx)
 * - `connection_error`: the server could not be reached, or the connection broke before the response was complete
 * - `timeout`: one of the three timeouts ran out
 * - `stream_error`: a stream ended early or contained something that is not an event of this server
 * - `invalid_response`: the response has a shape that this client does not know
 * - `invalid_object`: the reply of the model is not a value of the schema
 * - `request_refused`: the client refused to send the request
 * - `tool_step_limit`: a run of tools reached `maxSteps` while the model was still calling tools
 * - `tool_call_malformed`: in a run of tools the model wrote a call that cannot be run
 * - `tool_failed`: a tool, `approve` or `onStep` of a run threw; see `cause`
 */
export type TabbyErrorCode =
  | TabbyApiErrorCode
  | 'connection_error'
  | 'timeout'
  | 'stream_error'
  | 'invalid_response'
  | 'invalid_object'
  | 'request_refused'
  | 'tool_step_limit'
  | 'tool_call_malformed'
  | 'tool_failed'

/** Registered globally, so that the guard in one copy of this package recognizes the errors of another copy. */
export const errorBrand = /* @__PURE__ */ Symbol.for('@tabby/core/error')

/**
 * The base of every error that this family throws, except aborts, which reject with the signal's reason.
 *
 * An error never contains the request, its headers, keys or prompt, so it is safe to print and log. For the same reason
 * it has no `cause`, because errors of HTTP libraries carry the whole request. Two have one: a `TabbyToolRunError`, what
 * your own tool threw, and a `TabbyRequestError`, the error of this family that a key function failed with.
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
   * The id that a gateway gave to the request (`x-request-id`, `cf-ray` and the like), by which its operator can find
   * the request. `undefined` if the response had none: TabbyAPI itself sends none.
   */
  declare readonly requestId?: string | undefined

  /**
   * On an error that ended a run of tools: the conversation so far, to continue from. Not enumerable, so it is not
   * printed with the error.
   */
  declare readonly transcript?: readonly ChatMessage[] | undefined

  /**
   * On an error of `acquireModel` or `acquireLoras`, if the load failed and what was loaded before could not be
   * restored either: the error of the restore. The message contains its message. Not enumerable.
   */
  declare readonly restoreError?: unknown

  /**
   * Creates an error. Programs catch these errors and rarely create them.
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
