import type { TabbyClient } from '../client/tabby-client.js'
import type { TabbyRequest } from '../client/tabby-request.js'
import { TabbyResponseError } from '../errors/tabby-response-error.js'
import { type StandardSchema, toPaths } from './standard-schema.js'

/** A request whose answer is JSON. */
export interface TabbyJsonRequest<T> extends TabbyRequest {
  /** Checks the answer. Without one, it is given as it comes. */
  readonly schema?: StandardSchema<T>
}

/**
 * Sends a request and gives its JSON answer, for endpoints that have no function of their own yet.
 *
 * The client joins the path to its base URL, adds the key that `access` names, and watches the clock until the body
 * has arrived. `operation` says when a failed attempt may be repeated.
 *
 * @param client - The client.
 * @param request - Path, method, body, access, operation, and a Standard Schema that checks the answer.
 * @returns The answer, as the schema gives it.
 * @throws TabbyApiError when the server says no.
 * @throws TabbyConnectionError when it cannot be reached, and TabbyTimeoutError when it takes too long.
 * @throws TabbyResponseError when the answer is no JSON or not of the schema's shape.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const info = await requestJson(client, { path: '/.well-known/serviceinfo', access: 'none' })
 * ```
 */
export async function requestJson<T = unknown>(client: TabbyClient, request: TabbyJsonRequest<T>): Promise<T> {
  const { schema, ...rest } = request
  const response = await client.send(rest)
  let value: unknown
  try {
    value = JSON.parse(await response.text())
  } catch {
    throw new TabbyResponseError('invalid_response', `${request.path} did not answer with JSON`, { paths: [] })
  }
  const result = await schema?.['~standard'].validate(value)
  if (!result?.issues) {
    if (result) value = result.value
    request.guard?.(value as object, request.body as object)
    return value as T
  }
  const paths = toPaths(result.issues)
  throw new TabbyResponseError('invalid_response', `${request.path} answered with an unknown shape at ${paths}`, {
    paths,
  })
}
