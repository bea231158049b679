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

/** Makes the error for a model that does not exist. It names no other models: the caller may not be allowed to see them. */
export function toUnknownModel(): TabbyRequestError {
  return toRefusal('The model does not exist: GET /v1/models lists those that do', {
    status: 404,
    param: 'model',
    code: 'model_not_found',
  })
}

/**
 * Writes an error in OpenAI's shape, with the server's message and the code of this family. A model that no server of a
 * pool has is OpenAI's `model_not_found`.
 *
 * `x-should-retry: false` keeps OpenAI's clients from resending what was already retried or generated. Requests that a
 * limit or an open breaker held back may be sent again.
 */
export function toErrorResponse(error: unknown): Response {
  const held = isTabbyError(error) && error.name === 'TabbyRequestError' ? error.reason : undefined
  const told = held === 'unknown-model' ? toUnknownModel() : error
  const own = (told as { [refusal]?: Refusal } | undefined)?.[refusal]
  if (own) return writeRefusal((told as TabbyRequestError).message, own)
  const response = createErrorResponse(error)
  if (held !== undefined || response.status === 429) response.headers.delete('x-should-retry')
  return response
}

function writeRefusal(message: string, { status = 400, param, code = 'request_refused', headers }: Refusal): Response {
  const type = status === 401 ? 'authentication_error' : 'invalid_request_error'
  return Response.json(
    { error: { message, type, param: param ?? null, code } },
    { status, headers: { 'cache-control': 'no-store', 'x-should-retry': 'false', ...headers } },
  )
}
