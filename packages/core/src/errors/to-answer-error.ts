import { type ErrorResponse, makeApiError } from './make-api-error.js'
import type { ServerError } from './read-server-error.js'
import type { TabbyApiError } from './tabby-api-error.js'
import { toContextCode } from './to-context-code.js'
import { toStatusCode } from './to-status-code.js'

/**
 * Makes the error of a response whose status was 200 and whose JSON holds an error. The status stays what it was; the
 * code is that of the status that the error names itself.
 */
export function toAnswerError(response: ErrorResponse, said: ServerError): TabbyApiError {
  const code = toContextCode(said) ?? (said.status === undefined ? 'server_error' : toStatusCode(said.status))
  return makeApiError(response, code, said, `${response.call} answered ${response.status} with an error`)
}
