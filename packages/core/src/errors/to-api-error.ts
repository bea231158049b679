import type { TabbyErrorCode } from './error-code.js'
import { TabbyApiError, type TabbyApiIssue } from './tabby-api-error.js'
import { toContextCode } from './to-context-code.js'

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
export function toApiError(
  call: string,
  status: number,
  headers: Headers,
  text: string,
  lacksAdminKey: boolean,
): TabbyApiError {
  let code = codes[status] ?? (status < 500 ? 'invalid_request' : 'server_error')
  let issues: TabbyApiIssue[] = []
  // A redirect is not followed: fetch would take `Authorization` off on the way to another origin, but not `x-api-key`.
  let detail = status < 400 ? `redirected to ${headers.get('location')}` : ''
  try {
    const { detail: said, error } = JSON.parse(text)
    code = toContextCode(error) ?? code
    if (Array.isArray(said)) {
      detail = said.map(({ loc, msg }: TabbyApiIssue) => `${loc.join('.')}: ${msg}`).join(', ')
      issues = said.map(({ type, loc, msg }: TabbyApiIssue) => ({ type, loc, msg }))
    } else detail = `${error?.message ?? said ?? ''}`
    // A proxy's 503 is not JSON.
    if (status === 503) code = /^No .*loaded/.test(detail) ? 'no_model_loaded' : 'generation_failed'
  } catch {
    // uvicorn's "Internal Server Error" is a sentence for a person; a page is none, and JSON may hold a prompt.
    if (!/[<{[]/.test(text)) detail ||= text.slice(0, 200)
  }
  // Seconds or a date; a date that is past, or neither, counts as none.
  const value = headers.get('retry-after') || 'none'
  const wait = +value >= 0 ? +value * 1000 : Date.parse(value) - Date.now()
  const hint = status === 401 && lacksAdminKey ? ' (the client has no adminKey)' : ''
  return new TabbyApiError(code, `${call} failed with ${status}${detail && ': '}${detail}${hint}`, {
    status,
    detail,
    issues,
    retryAfter: wait >= 0 ? wait : undefined,
  })
}
