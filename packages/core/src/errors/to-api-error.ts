import { dropCall } from './drop-call.js'
import type { TabbyErrorCode } from './error-code.js'
import { isRecord } from './is-record.js'
import { readContextSize, toContextCode } from './read-context-size.js'
import { readOwnCode } from './read-own-code.js'
import { readServerError, type ServerError } from './read-server-error.js'
import { TabbyApiError } from './tabby-api-error.js'
import { maxTextLength, toBoundedText } from './to-bounded-text.js'

/** The parts of an error response that its error is made of. */
export interface ErrorResponse {
  /** Method and path. */
  readonly call: string
  readonly status: number
  readonly headers: Headers
  /** Redacts a text. It runs before a text is cut, because half a secret would not be found. */
  readonly hide?: ((text: string) => string) | undefined
}

/** How much of a text is redacted first: more of it is not shown, and a megabyte is slow. */
const maxLook = 32_768

/** Makes an error of what was read: redacted, then cut to a length that suits a log. */
function makeApiError(
  { status, headers, hide = (text) => text }: ErrorResponse,
  code: TabbyErrorCode,
  said: ServerError,
  begin: string,
  hint = '',
): TabbyApiError {
  const show = (text: string) => {
    const shown = hide(text.slice(0, maxLook))
    // It may end in half a secret, which is shown only if redaction made the rest very short.
    return toBoundedText(text.length > maxLook && shown.length < 2 * maxTextLength ? hide(text) : shown)
  }
  const detail = show(dropCall(said.message))
  const issues = said.issues.map(({ type, loc, msg }) => ({
    type: show(type),
    loc: loc.map((part) => (typeof part === 'string' ? show(part) : part)),
    msg: show(msg),
  }))
  const advice = headers.get('x-should-retry')
  return new TabbyApiError(code, `${begin}${detail && ': '}${detail}${hint && ` (${hint})`}`, {
    status,
    detail,
    issues,
    retryAfter: readRetryAfter(headers),
    ...((advice === 'true' || advice === 'false') && { shouldRetry: advice === 'true' }),
    ...(code === 'context_length_exceeded' && { ...said.contextSize, ...readContextSize(detail) }),
  })
}

/** Reads a Retry-After header as milliseconds: seconds or a date. A date in the past counts as none. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  const wait = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return wait >= 0 ? wait : undefined
}

const codesByStatus: Record<number, TabbyErrorCode> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
}

/** The code of an error with an HTTP status. */
function toStatusCode(status: number): TabbyErrorCode {
  return codesByStatus[status] ?? (status < 500 ? 'invalid_request' : 'server_error')
}

/** A message that a person can read begins within this many characters. */
const maxPlainText = 4000

/**
 * Reads an error body that is not JSON. uvicorn's "Internal Server Error" is a readable message; a page is not, and
 * what looks like JSON may hold the prompt: only the text before it is kept.
 */
function readPlainText(body: string): string {
  const text = body.slice(0, maxPlainText).trim()
  if (/^[<{["']|<[/!a-z]/i.test(text)) return ''
  const json = text.search(/\{|\[\s?["'{[]/)
  return (json < 0 ? text : text.slice(0, json)).trim()
}

const toError = (message: string): ServerError => ({ message, code: undefined, status: undefined, issues: [] })

/**
 * Makes an error of a response in any of the shapes that TabbyAPI and gateways use. A 422 repeats the refused input in
 * full (recording http_large_body_422_echo), so only its type, location and message are kept.
 *
 * @param response - Status and headers.
 * @param body - The body, or as much of it as was read.
 * @param hint - What only the client knows about the cause, such as that no key was sent.
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
  // Before the code is read from the message, because the call that a route puts before it would hide the code.
  said = said ? { ...said, message: dropCall(said.message) } : toError('')
  let code = toStatusCode(status)
  // A gateway's 503 is a page; the server's own is JSON.
  if (status === 503 && isJson) {
    code = said.message.startsWith('No ') && said.message.includes('loaded') ? 'no_model_loaded' : 'generation_failed'
  }
  if (status < 500) code = toContextCode(said) ?? code
  return makeApiError(response, ownCode ?? code, said, `${call} failed with ${status}`, hint)
}

/**
 * Makes the error of a response whose status was 200 and whose JSON holds an error. The status is kept; the code is
 * that of the status that the error itself names.
 */
export function toAnswerError(response: ErrorResponse, said: ServerError): TabbyApiError {
  const code = toContextCode(said) ?? (said.status === undefined ? 'server_error' : toStatusCode(said.status))
  return makeApiError(response, code, said, `${response.call} returned ${response.status} with an error`)
}
