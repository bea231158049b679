import { dropCall, isRecord, readOwnCode, readServerError, type ServerError } from './read-server-error.js'
import type { TabbyErrorCode } from './tabby-error.js'
import { TabbyApiError } from './tabby-api-error.js'

/** The context limit and the tokens needed, if an error reports them. */
export interface ContextSize {
  /** How many tokens fit into the context of the model. */
  readonly contextLimit?: number
  /** How many tokens the request needs. */
  readonly requestedTokens?: number
}

/** "available context size of 4096 tokens" (TabbyAPI), "maximum context length is 4096 tokens" (OpenAI, vLLM). */
const limitPatterns = [
  /(?:context (?:length|size|window)|(?:model|maximum) length|(?:token|configured) limit)\D{0,20}(\d[\d,]{0,15})/i,
  // "200001 tokens > 200000 maximum"
  /> ?(\d[\d,]{0,15}) maximum/i,
]

/** "Prompt length 4210", "requires 5120 cache tokens" (TabbyAPI), "you requested 5000 tokens" (OpenAI, vLLM). */
const needPatterns = [
  /(?:prompt length|requires|requested|resulted in|has|passed|contains(?: at least)?)\D{0,12}(\d[\d,]{0,15})/i,
  // "request (5000 tokens) exceeds" (llama.cpp), "prompt (length 5000) is longer" (vLLM)
  /(?:request|prompt) \((?:length )?(\d[\d,]{0,15})/i,
  /too long: ?(\d[\d,]{0,15})/i,
]

function readNumber(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1]
    if (found) return Number(found.replaceAll(',', ''))
  }
  return undefined
}

/** Reads the numbers from the message of an error about the context, in the wordings that servers use. */
export function readContextSize(message: string): ContextSize {
  const contextLimit = readNumber(message, limitPatterns)
  const requestedTokens = readNumber(message, needPatterns)
  return {
    ...(contextLimit !== undefined && { contextLimit }),
    ...(requestedTokens !== undefined && { requestedTokens }),
  }
}

/** The code that TabbyAPI and OpenAI name, and the type that llama.cpp does; other codes of gateways are ignored. */
const contextNames: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error']

/** Whether an error is about the context. vLLM says so only in its message, which contains both numbers. */
export function toContextCode(said: { readonly code?: unknown; readonly message?: unknown } | undefined) {
  if (contextNames.includes(said?.code)) return 'context_length_exceeded'
  const message = typeof said?.message === 'string' ? said.message.slice(0, 2000) : ''
  if (!/context length|model length/.test(message)) return undefined
  const { contextLimit, requestedTokens } = readContextSize(message)
  return contextLimit && requestedTokens ? 'context_length_exceeded' : undefined
}

/** The parts of an error response that its error needs. */
interface ErrorResponse {
  /** Method and path. */
  readonly call: string
  readonly status: number
  readonly headers: Headers
  /** Redacts text. It runs before text is cut, because half a secret would not be found. */
  readonly hide?: ((text: string) => string) | undefined
}

/** How much text is redacted: the rest is not shown, and a megabyte is slow. */
const maxLook = 32_768

/** Makes an error from what was read: redacted, then cut to a length that suits a log. */
function makeApiError(
  { status, headers, hide = (text) => text }: ErrorResponse,
  code: TabbyErrorCode,
  said: ServerError,
  begin: string,
  hint = '',
): TabbyApiError {
  const show = (text: string) => {
    const shown = hide(text.slice(0, maxLook))
    // It may end in half a secret, which is shown only if redaction makes the rest very short.
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
 * Makes an error from a response in any of the shapes that TabbyAPI and gateways use. A 422 repeats the refused input
 * in full (recording http_large_body_422_echo), so only its type, location and message are kept.
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
  // A redirect is not followed: on the way to another origin, fetch would remove `Authorization` but not `x-api-key`.
  if (status < 400 && !said?.message) said = toError(`redirected to ${headers.get('location') ?? 'another address'}`)
  // Before the code is read from the message, because the call that a route puts in front would hide the code.
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
 * Makes the error of a response whose status was 200 and whose JSON contains an error. The status is kept; the code is
 * that of the status that the error itself names.
 */
export function toAnswerError(response: ErrorResponse, said: ServerError): TabbyApiError {
  const code = toContextCode(said) ?? (said.status === undefined ? 'server_error' : toStatusCode(said.status))
  return makeApiError(response, code, said, `${response.call} returned ${response.status} with an error`)
}

/** The longest server message that an error shows, in characters. */
const maxTextLength = 2000

/**
 * Cuts what a server wrote to a length that suits a person or a log. Secrets must be removed before: half of one would
 * no longer be found.
 */
export function toBoundedText(text: string, limit: number = maxTextLength): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1)
  // Not inside a surrogate pair.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}
