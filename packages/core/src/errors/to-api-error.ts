import type { TabbyErrorCode } from './error-code.js'
import { TabbyApiError, type TabbyApiIssue } from './tabby-api-error.js'

const codes: Record<number, TabbyErrorCode> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
}

/**
 * Makes one error of the shapes in which TabbyAPI says no: `{detail: text}`, `{detail: [issues]}`,
 * `{error: {message, code}}` and plain text. A 422 repeats the refused input in full (recording
 * http_large_body_422_echo), so only type, loc and msg are kept.
 */
export function toApiError(call: string, status: number, headers: Headers, text: string, hint: string): TabbyApiError {
  let code = codes[status] ?? (status < 500 ? 'invalid_request' : 'server_error')
  let issues: TabbyApiIssue[] = []
  let detail = ''
  try {
    const body = JSON.parse(text)
    const { message, code: serverCode } = body.error ?? {}
    detail = message ?? body.detail
    if (typeof detail !== 'string') {
      issues = body.detail.map(({ type, loc, msg }: TabbyApiIssue) => ({ type, loc, msg }))
      detail = issues.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`).join('; ')
    }
    if (serverCode === 'context_length_exceeded') code = serverCode
    // A proxy's 503 is no JSON.
    if (status === 503) code = /^No .*loaded/.test(detail) ? 'no_model_loaded' : 'generation_failed'
  } catch {
    // uvicorn's "Internal Server Error" is a sentence for a person; a proxy's HTML page is none.
    if (!/^\s*</.test(text)) detail = text.slice(0, 200)
  }
  // Keys must not follow to another origin, and fetch takes only `Authorization` off; so nothing follows.
  if (status < 400) detail = `redirect to ${headers.get('location') ?? 'another address'}, not followed: change baseUrl`
  const message = `${call} failed with ${status}${detail && ': '}${detail}${hint}`
  return new TabbyApiError(code, message, { status, detail, issues, retryAfter: readRetryAfter(headers) })
}

/** `Retry-After` comes as seconds or as a date; both become milliseconds from now. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') || Number.NaN
  const wait = +value >= 0 ? +value * 1000 : Math.max(0, Date.parse(value as string) - Date.now())
  return wait >= 0 ? wait : undefined
}
