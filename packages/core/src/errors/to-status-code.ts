import type { TabbyErrorCode } from './error-code.js'

const codes: Record<number, TabbyErrorCode> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
}

/** The code of an error with an HTTP status. */
export function toStatusCode(status: number): TabbyErrorCode {
  return codes[status] ?? (status < 500 ? 'invalid_request' : 'server_error')
}
