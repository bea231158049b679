import { type AnyTabbyError, isTabbyError, type TabbyErrorCode } from '@tabby/core'
import { hideAddresses } from './hide-addresses.js'

/** An error as a route reports it, in the form that OpenAI's clients read as well. */
export interface ErrorBody {
  /** A sentence for a person, without addresses, keys and prompts. */
  readonly message: string
  /** The kind of error, in OpenAI's terms. */
  readonly type: string
  /** The field that was refused, such as `messages.0.role`. */
  readonly param: string | null
  /** The code of this family's error. */
  readonly code: TabbyErrorCode | null
}

const types: Partial<Record<TabbyErrorCode, string>> = {
  authentication_error: 'authentication_error',
  permission_error: 'permission_error',
  not_found: 'not_found_error',
  rate_limit_exceeded: 'rate_limit_error',
  invalid_request: 'invalid_request_error',
  context_length_exceeded: 'invalid_request_error',
  validation_error: 'invalid_request_error',
  request_refused: 'invalid_request_error',
}

/** `POST /v1/x failed with 503: ` or `/v1/x: ` before a message: the reader's client writes its own there. */
const call = /^(?:[A-Z]+ )?\/\S*?(?: failed with \d+)?(?:: |$)/

/** What happened to a stream, for errors whose message names only the reason. */
const streamFailures: Partial<Record<string, string>> = {
  'server-error': 'The model server reported an error',
  truncated: 'The stream from the model server ended before it was complete',
  'invalid-event': 'The model server sent an event that could not be read',
  'not-a-stream': 'The model server did not respond with a stream',
}

/** What happened to a response: the reader would take core's own message to be about the response of the route. */
const responseFailures: Partial<Record<string, string>> = {
  'invalid-json': 'The model server did not respond with JSON',
  'schema-mismatch': 'The model server sent a response of an unexpected shape',
  'too-large': 'The model server sent a response that is too large',
}

/** How core introduces the server's own message, as the reader's client does again; version 1.0 wrote the reason. */
const introduction =
  /^(?:the server reported an error in the stream(?:: | without a message: see its log$)|server-error(?: |$))/

/** What the server reported in a stream, or else what happened to the stream. */
function toStreamMessage(reason: string, message: string): string {
  const said = reason === 'server-error' ? message.replace(introduction, '').trim() : ''
  return said || (streamFailures[reason] ?? message.charAt(0).toUpperCase() + message.slice(1))
}

/** What the server reported, or what happened to the call, without the address of the server. */
function toMessage(error: AnyTabbyError): string {
  // These messages contain the server's address, so they are replaced.
  if (error.name === 'TabbyConnectionError') {
    return `The connection to the model server failed${error.reason ? ` (${error.reason})` : ''}`
  }
  if (error.name === 'TabbyTimeoutError') {
    return `The model server took too long (${error.timeout} of ${error.limit} ms)`
  }
  if (error.name === 'TabbyApiError' && Math.floor(error.status / 100) === 3)
    return 'The model server responded with a redirect'
  const failure = error.name === 'TabbyResponseError' && error.reason ? responseFailures[error.reason] : undefined
  if (failure) return failure
  const message = error.message.replace(call, '')
  const said =
    error.name === 'TabbyApiError'
      ? error.detail
      : error.name === 'TabbyStreamError'
        ? toStreamMessage(error.reason, message)
        : message
  if (said) return hideAddresses(said)
  return error.name === 'TabbyApiError'
    ? `The model server responded with status ${error.status}`
    : 'The request failed'
}

/** The field that a 422 is about; the `body` before it means nothing to a page. */
function toParam(error: AnyTabbyError): string | null {
  const [issue] = (error.name === 'TabbyApiError' && error.issues) || []
  return issue?.loc.filter((part, place) => place > 0 || part !== 'body').join('.') || null
}

/**
 * Writes an error for a reader outside this server. Only errors of this family are passed on; any other, whose message
 * could contain anything, gets the fixed message.
 */
export function toErrorBody(error: unknown, fixedMessage: string): ErrorBody {
  if (!isTabbyError(error)) return { message: fixedMessage, type: 'server_error', param: null, code: null }
  const { code } = error
  return { message: toMessage(error), type: types[code] ?? 'server_error', param: toParam(error), code }
}
