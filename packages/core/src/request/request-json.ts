import { checkCall } from '../client/check-options.js'
import type { TabbyClient, TabbyResponse } from '../client/tabby-client.js'
import type { TabbyRequest } from '../client/tabby-request.js'
import { type JoinedWatch, joinWatches } from '../client/tabby-watch.js'
import { finishError } from '../errors/finish-error.js'
import { readServerError } from '../errors/read-server-error.js'
import { TabbyResponseError, type TabbyResponseFailure } from '../errors/tabby-response-error.js'
import { toAnswerError, toBoundedText } from '../errors/to-api-error.js'
import { requireStandardSchema, type StandardSchema, toPaths } from './standard-schema.js'

/** A request whose response is JSON. */
export interface TabbyJsonRequest<T> extends TabbyRequest {
  /** Checks the response, and may change it. Without a schema, the JSON is returned as it arrives. */
  readonly schema?: StandardSchema<T>
}

/**
 * Sends a request and returns its JSON response, for endpoints that have no function of their own yet.
 *
 * The client joins the path to its base URL, adds the key that `access` names, and applies the timeout until the body
 * has arrived. `operation` decides when a failed attempt is retried. If the JSON of a response with status 200 contains
 * an `error`, as some gateways send it, the call rejects like any other.
 *
 * @param request - Path, method, body, access, operation, and a Standard Schema that checks the response.
 * @returns The response, as the schema returns it.
 * @throws TabbyApiError when the server rejects the request, even in a response with status 200.
 * @throws TabbyConnectionError when the server cannot be reached, and TabbyTimeoutError when it takes too long.
 * @throws TabbyResponseError when the response is not JSON (`invalid-json`), does not match the schema
 *   (`schema-mismatch`), or is larger than `maxResponseSize` (`too-large`).
 * @throws TabbyRequestError when an option of the call is not valid, or JSON cannot hold the body.
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
  checkCall(client, request)
  const { schema, ...rest } = request
  requireStandardSchema(schema)
  const response = await client.send(rest)
  const watch = joinWatches(response.watches)
  try {
    const value = await readJson(response, request, watch.onValue)
    watch.end({ whole: true })
    return value
  } catch (error) {
    watch.end({ whole: false, error })
    throw error
  }
}

/** Reads the body of a response, throws if it is an error, and checks its shape. */
async function readJson<T>(
  response: TabbyResponse,
  request: TabbyJsonRequest<T>,
  onValue: JoinedWatch['onValue'],
): Promise<T> {
  const { schema, path, method = request.body === undefined ? 'GET' : 'POST' } = request
  const { status, headers, hide = (text: string) => text } = response
  const call = `${method} ${path}`
  const failWith = (reason: TabbyResponseFailure, message: string, paths: readonly string[] = []) => {
    throw finishError(new TabbyResponseError(message, { reason, paths }), hide, headers)
  }
  let value: unknown
  try {
    value = parseLooseJson(await response.text())
  } catch {
    const type = toBoundedText(hide(headers.get('content-type') ?? 'none'), 200)
    return failWith(
      'invalid-json',
      `${call}: the response is not JSON (content type: ${type}): check baseUrl, and any proxy in front of the server`,
    )
  }
  const throwError = (isError: boolean) => {
    const said = status < 300 ? readServerError(value, isError) : undefined
    if (said) throw finishError(toAnswerError({ call, status, headers, hide }, said), hide, headers)
  }
  throwError(false)
  const result = await schema?.['~standard'].validate(value)
  if (!result?.issues) {
    const checked = (result ? result.value : value) as T
    request.verify?.(checked as object, request.body as object)
    onValue?.(value)
    return checked
  }
  // A value of another shape may be an unlabelled error, such as a bare message. A bare string is not one: it could be
  // anything, including the prompt.
  if (typeof value !== 'string') throwError(true)
  const paths = toPaths(result.issues)
  return failWith(
    'schema-mismatch',
    `${call}: the response has an unexpected shape${paths[0] ? ` at ${toBoundedText(paths.join(', '))}` : ''}`,
    paths,
  )
}

/** A response with status 200, which may contain an error. */
interface MaybeServerError {
  readonly error?: { readonly message?: string; readonly code?: string }
}

/** What Python writes for numbers that JSON does not have. In a string, these words are inside quotation marks. */
const loose: Readonly<Record<string, string>> = { Infinity: '1e999', NaN: 'null' }

/**
 * Parses JSON that may hold `NaN`, which is read as `null`, or `-Infinity`, which the server writes for a token of
 * probability 0 (recording chat_logprobs_zero_probability_token_stream). 1e999 is JSON and means the same. Strings are
 * matched too, so that text about Infinity is kept, even if it was cut off: searching for its end from each quote in it
 * would be quadratic, 24 s for 200 kB.
 */
export function parseLooseJson(text: string): MaybeServerError | null {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replace(/"(\\.|[^"\\])*"?|Infinity|NaN/g, (match) => loose[match] ?? match))
  }
}
