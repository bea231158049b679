import { isTabbyError, type TabbyErrorCode, type TabbyRequestFailure } from '@tabby/core'
import { toErrorBody } from './to-error-body.js'

/** The status for errors without a status from the server. */
const statuses: Record<TabbyErrorCode, number> = {
  invalid_request: 400,
  context_length_exceeded: 400,
  request_refused: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found: 404,
  validation_error: 422,
  rate_limit_exceeded: 429,
  server_error: 500,
  tool_step_limit: 500,
  tool_failed: 500,
  connection_error: 502,
  stream_error: 502,
  invalid_response: 502,
  invalid_object: 502,
  tool_call_malformed: 502,
  no_model_loaded: 503,
  generation_failed: 503,
  timeout: 504,
}

/** A hundred days in milliseconds: nobody waits longer, and a larger number may not even be written in digits. */
const longestWait = 8.64e9

/** Only statuses of errors: a redirect is not passed on, nor is a 200 that contained an error. */
const isErrorStatus = (status: unknown): status is number => Number(status) >= 400 && Number(status) < 600

/** Statuses for requests that were not sent. Of these, only an unknown model would fail again. */
const heldStatuses: Record<TabbyRequestFailure, number> = {
  'queue-full': 429,
  'circuit-open': 503,
  'no-server': 503,
  'unknown-model': 404,
  'key-unavailable': 503,
}

function toStatus(error: unknown): number {
  if (!isTabbyError(error)) return 500
  if (error.name === 'TabbyRequestError' && error.reason) return heldStatuses[error.reason] ?? 503
  const status = 'status' in error ? error.status : undefined
  return isErrorStatus(status) ? status : (statuses[error.code] ?? 500)
}

/**
 * Makes the `Response` with which a route of your own server reports an error of this family.
 *
 * Makes no requests. The body is `{ "error": { message, type, param, code } }` with the status that the model server
 * sent, and `Retry-After` if it named a time. A request that a wrapper of the client held back gets 429 (`queue-full`),
 * 503 (`circuit-open`, `no-server`, `key-unavailable`) or 404 (`unknown-model`). A client of this family that calls the route gets an error
 * with the same `code` and the server's message, and does not retry: `x-should-retry: false` tells it that your route
 * already has. Without it, a page that tries three times through a route that tries three times makes nine requests.
 *
 * The address of the model server is left out. An error that is not a `TabbyError` becomes a 500 with a fixed message,
 * because its own could contain anything: log it before you call this.
 *
 * @param error - The caught value.
 * @param init - Headers to add, such as those of CORS.
 * @returns The response.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion, createErrorResponse } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 *
 * async function handlePost(request: Request): Promise<Response> {
 *   try {
 *     return Response.json(await createChatCompletion(client, await request.json()))
 *   } catch (error) {
 *     return createErrorResponse(error)
 *   }
 * }
 *
 * const body = JSON.stringify({ messages: [{ role: 'user', content: 'Say hello' }], temperature: 99 })
 * const response = await handlePost(new Request('http://localhost/', { method: 'POST', body }))
 * console.log(response.status, await response.text()) // 422 {"error":{"message":"body.temperature: ...
 * ```
 */
export function createErrorResponse(error: unknown, init: Pick<ResponseInit, 'headers'> = {}): Response {
  const headers = new Headers(init?.headers ?? undefined)
  headers.set('content-type', 'application/json')
  headers.set('cache-control', 'no-store')
  headers.set('x-should-retry', 'false')
  // A page of another origin can read only the headers that are named here.
  headers.append('access-control-expose-headers', 'x-should-retry, retry-after')
  const wait = isTabbyError(error) && 'retryAfter' in error ? Number(error.retryAfter) : NaN
  if (wait >= 0 && wait < longestWait) headers.set('retry-after', `${Math.ceil(wait / 1000)}`)
  const told = toErrorBody(error, 'The server failed to handle the request')
  return new Response(JSON.stringify({ error: { ...told, code: told.code ?? 'server_error' } }), {
    status: toStatus(error),
    headers,
  })
}
