import { readRequestId } from './read-request-id.js'
import { redactError } from './redact-error.js'
import type { TabbyError } from './tabby-error.js'

/**
 * Completes an error of an exchange: with the id that a gateway gave the request, and without the secrets of the client
 * in any of its texts.
 */
export function finishError<E extends TabbyError>(
  error: E,
  hide: (text: string) => string,
  headers: Headers | undefined,
): E {
  const requestId = headers && readRequestId(headers)
  if (requestId && error.requestId === undefined) Object.assign(error, { requestId })
  return redactError(error, hide)
}
