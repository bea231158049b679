import { dropCall } from './drop-call.js'
import type { TabbyErrorCode } from './error-code.js'
import { isRecord } from './is-record.js'
import { type ErrorResponse, makeApiError } from './make-api-error.js'
import { readOwnCode } from './read-own-code.js'
import { readPlainText } from './read-plain-text.js'
import { readServerError, type ServerError } from './read-server-error.js'
import type { TabbyApiError } from './tabby-api-error.js'
import { toContextCode } from './to-context-code.js'
import { toStatusCode } from './to-status-code.js'

const toError = (message: string): ServerError => ({ message, code: undefined, status: undefined, issues: [] })

/**
 * Makes one error of the shapes in which TabbyAPI and gateways refuse a request. A 422 repeats the refused input in
 * full (recording http_large_body_422_echo), so only type, place and sentence of it are kept.
 *
 * @param response - Status and headers.
 * @param body - The body, or as much of it as was read.
 * @param hint - What the client knows of the cause and the server does not, such as a key that was not sent.
 */
export function toApiError(response: ErrorResponse, body: string, hint?: string): TabbyApiError {
  const { call, status, headers } = response
  let isJson = false
  let said: ServerError | undefined
  let ownCode: TabbyErrorCode | undefined
  try {
    const value: unknown = JSON.parse(body)
    isJson = isRecord(value)
    said = readServerError(value, true)
    ownCode = readOwnCode(value)
  } catch {
    said = toError(readPlainText(body))
  }
  // A redirect is not followed: fetch would take `Authorization` off on the way to another origin, but not `x-api-key`.
  if (status < 400 && !said?.message) said = toError(`redirected to ${headers.get('location') ?? 'another address'}`)
  // Before the code is read off the message: a route's own request in front of it hides that no model is loaded.
  said = said ? { ...said, message: dropCall(said.message) } : toError('')
  let code = toStatusCode(status)
  // A gateway's 503 is a page; the server's own is JSON.
  if (status === 503 && isJson) {
    code = said.message.startsWith('No ') && said.message.includes('loaded') ? 'no_model_loaded' : 'generation_failed'
  }
  if (status < 500) code = toContextCode(said) ?? code
  return makeApiError(response, ownCode ?? code, said, `${call} failed with ${status}`, hint)
}
