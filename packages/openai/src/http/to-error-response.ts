import { createErrorResponse } from '@tabby/chat'
import { isTabbyError, TabbyRequestError } from '@tabby/core'

/** Details of a refusal of the handler itself. */
interface Refusal {
  /** Default 400. */
  readonly status?: number
  /** The field that is refused. */
  readonly param?: string
  /** Default `request_refused`. */
  readonly code?: string
  readonly headers?: Record<string, string>
}

/** Marks errors that this module made: their response is written here. */
const refusal = /* @__PURE__ */ Symbol('refusal')

/** Makes an error for what the handler refuses without asking the server. */
export function toRefusal(message: string, details: Refusal = {}): TabbyRequestError {
  return Object.defineProperty(new TabbyRequestError(message), refusal, { value: details })
}

/** Refuses a field by name. */
export function refuseField(param: string, why: string): never {
  throw toRefusal(`${param} ${why}`, { param })
}

/**
 * Writes an error in OpenAI's shape, with the server's message and the code of this family.
 *
 * `x-should-retry: false` keeps OpenAI's clients from resending what was already retried or generated. Requests that a
 * limit or an open breaker held back may be sent again.
 */
export function toErrorResponse(error: unknown): Response {
  const own = (error as { [refusal]?: Refusal } | undefined)?.[refusal]
  if (own) return writeRefusal((error as TabbyRequestError).message, own)
  const response = createErrorResponse(error)
  const isHeld = isTabbyError(error) && error.name === 'TabbyRequestError' && error.reason !== undefined
  if (isHeld || response.status === 429) response.headers.delete('x-should-retry')
  return response
}

function writeRefusal(message: string, { status = 400, param, code = 'request_refused', headers }: Refusal): Response {
  const type = status === 401 ? 'authentication_error' : 'invalid_request_error'
  return Response.json(
    { error: { message, type, param: param ?? null, code } },
    { status, headers: { 'cache-control': 'no-store', 'x-should-retry': 'false', ...headers } },
  )
}
