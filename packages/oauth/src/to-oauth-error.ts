import {
  isTabbyError,
  TabbyApiError,
  TabbyConnectionError,
  type TabbyError,
  TabbyResponseError,
  toRedactedText,
} from '@tabby/core'
import { ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi'

/** The longest description that is repeated: it comes from another server. */
const maxDescription = 300

/**
 * Makes a `TabbyError` of what a request to the authorization server threw. Errors of the library hold the response and
 * its body, where tokens may be, so only the error code, its description and the status are kept.
 */
export function toOAuthError(thrown: unknown, call: string, secrets: readonly string[]): TabbyError {
  if (isTabbyError(thrown)) return thrown
  const hide = (text: string) => toRedactedText(text, secrets).slice(0, maxDescription)
  if (thrown instanceof ResponseBodyError) {
    const { status, error, error_description: description = '' } = thrown
    const detail = hide([error, description].filter(Boolean).join(': '))
    return toStatusError(status, `${call} failed with ${status}: ${detail}`, detail)
  }
  if (thrown instanceof WWWAuthenticateChallengeError) {
    return toStatusError(thrown.status, `${call} failed with ${thrown.status}: the server rejected the client`, '')
  }
  const { code, cause } = (thrown ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (typeof code === 'string' && code.startsWith('OAUTH_')) {
    const status = readStatus(cause)
    if (status !== undefined && status >= 400) return toStatusError(status, `${call} failed with ${status}`, '')
    const message = `${call}: the response is not what OAuth wants (${code}): check issuer`
    return new TabbyResponseError(message, { reason: 'schema-mismatch', paths: [] })
  }
  const reason = readReason(thrown)
  return new TabbyConnectionError(`${call} got no response${reason ? ` (${reason})` : ''}`, { reason })
}

function toStatusError(status: number, message: string, detail: string): TabbyApiError {
  const code = status >= 500 ? 'server_error' : status === 429 ? 'rate_limit_exceeded' : 'permission_error'
  return new TabbyApiError(code, message, { status, detail, issues: [], retryAfter: undefined })
}

const readStatus = (cause: unknown) => (cause instanceof Response ? cause.status : undefined)

/** The runtime's code alone: its messages may quote headers. */
function readReason(thrown: unknown): string | undefined {
  const { code, cause, name } = (thrown ?? {}) as { code?: unknown; cause?: { code?: unknown }; name?: unknown }
  if (name === 'TimeoutError') return 'timeout'
  const found = cause?.code ?? code
  return typeof found === 'string' ? found : undefined
}
