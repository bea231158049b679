import { finishError } from '../errors/finish-error.js'
import { isTabbyError } from '../errors/is-tabby-error.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { allowManyListeners } from './allow-many-listeners.js'
import { toBaseUrl } from './base-url.js'
import { checkCall, checkCallOptions, checkClientOptions, checkMethod } from './check-options.js'
import { createSecretStore, readSecretHeaders } from './keys.js'
import { getRetryDelay, getRetryLimit } from './retry-policy.js'
import { type ExchangeSettings, runExchange, runtimeFetch } from './run-exchange.js'
import type { TabbyClient, TabbyResponse } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import { getTimeout, withTimeout } from './timeouts.js'
import type { TabbyRequest } from './tabby-request.js'
import { ignoreRejection } from './tabby-watch.js'

/** A call, as a retry loop sees it. */
interface RetriedCall {
  readonly url: string
  readonly method: string
  readonly signal: AbortSignal | undefined
  /** How many times an attempt is retried. */
  readonly limit: number
  /** Returns how long to wait after a failed attempt (counted from 1), in milliseconds, or `undefined` to give up. */
  readonly getDelay: (error: unknown, attempt: number) => number | undefined
}

/** Makes attempts until one succeeds, and otherwise rejects with what the last one threw. */
export type RetryLoop = (attempt: () => Promise<TabbyResponse>, call: RetriedCall) => Promise<TabbyResponse>

/** Everything a client does except looping over attempts, in which the kinds of client differ. */
export function buildClient(given: TabbyClientOptions | null | undefined, retryLoop: RetryLoop): TabbyClient {
  const options = given ?? {}
  checkClientOptions(options)
  const { adminKey } = options
  const fetch = options.fetch ?? runtimeFetch
  const idleTimeout = options.idleTimeout ?? 300_000
  const eventTimeout = options.eventTimeout ?? 600_000
  const maxResponseSize = options.maxResponseSize ?? 2 ** 26
  const baseUrl = toBaseUrl(options.baseUrl ?? 'http://127.0.0.1:5000')
  // Pages and their workers have a location; Node, Deno, Bun and workerd have none.
  if (adminKey && globalThis.location && !options.allowAdminKeyInBrowser) {
    throw new TabbyRequestError(
      'An adminKey in a browser can be read by anyone: leave it out, or set allowAdminKeyInBrowser if that is intended',
    )
  }
  const secrets = createSecretStore(options)
  const settings: ExchangeSettings = { options, baseUrl, fetch, maxResponseSize, secrets }

  const send: TabbyClient['send'] = async (asked) => {
    checkCall(client, asked)
    checkCallOptions(asked)
    const request = fillRequest(asked)
    const { path, signal, method, operation } = request
    // Without the slash, a path could continue the host name, and the key would be sent to that host.
    if (typeof path !== 'string' || path[0] !== '/')
      throw new TabbyRequestError('The path of a request must begin with a slash, such as /v1/models')
    if (signal) allowManyListeners(signal)
    const json = request.body === undefined ? null : toJsonBody(request.body)
    checkMethod(method, json !== null)
    const timeout = getTimeout(operation, request.timeout, options.timeout)
    const retry = request.retry ?? options.retry
    const ofRequest = [...(request.secrets ?? []), ...(request.headers ? readSecretHeaders(request.headers) : [])]
    const hide = (text: string) => secrets.hide(text, ofRequest)

    let attempts = 0
    let isKeyRefresh = false
    const keys = new Map<string, string>()
    let begin = 0
    const getBegin = () => ({
      call: request.call,
      method,
      path: hide(path),
      attempt: attempts,
      ...(isKeyRefresh && { isKeyRefresh: true as const }),
    })
    const getEnd = () => ({ ...getBegin(), duration: performance.now() - begin })

    const exchange = async () => {
      begin = performance.now()
      let headers: Headers | undefined
      const observer = {
        onRequest: () => ignoreRejection(options.onRequest?.(getBegin())),
        onHeaders: (answered: Headers) => void (headers = answered),
        onResponse: (status: number) => ignoreRejection(options.onResponse?.({ ...getEnd(), status })),
      }
      try {
        const call = { request, method, json, hide, refused: isKeyRefresh, keys }
        const run = (inner?: AbortSignal) => runExchange(settings, call, observer, inner)
        return await withTimeout(run, timeout, signal, { call: `${method} ${path}`, operation })
      } catch (error) {
        signal?.throwIfAborted()
        throw isTabbyError(error) ? finishError(error, hide, headers) : error
      }
    }

    let canRefreshKey = [options.apiKey, adminKey, options.bearerToken].some((key) => typeof key === 'function')
    const attempt = async () => {
      attempts++
      isKeyRefresh = false
      try {
        return await exchange()
      } catch (error) {
        if (!canRefreshKey || !isTabbyError(error) || error.code !== 'authentication_error') throw error
        canRefreshKey = false
        isKeyRefresh = true
        return await exchange()
      }
    }

    const getDelay = (error: unknown, count: number) => {
      if (signal?.aborted || !isTabbyError(error)) return undefined
      const delay = getRetryDelay(retry, operation, count, error)
      if (delay !== undefined) ignoreRejection(options.onRetry?.({ ...getEnd(), error, delay }))
      return delay
    }
    try {
      return await retryLoop(attempt, { url: baseUrl + path, method, signal, limit: getRetryLimit(retry), getDelay })
    } catch (error) {
      if (!signal?.aborted && isTabbyError(error)) ignoreRejection(options.onError?.({ ...getEnd(), error }))
      throw error
    }
  }

  const client: TabbyClient = {
    baseUrl,
    streaming: { idleTimeout, eventTimeout, maxEventSize: options.maxEventSize ?? 2 ** 23, maxResponseSize },
    send,
    extend: (changes) => buildClient({ ...options, ...changes }, retryLoop),
  }
  return client
}

/** A request with its defaults filled in. */
type FilledRequest = TabbyRequest & Required<Pick<TabbyRequest, 'method' | 'operation' | 'call'>>

let lastCall = 0

/** Fills in the method, the operation and the number of a call. An existing number stays: it is the same call. */
export function fillRequest(request: TabbyRequest): FilledRequest {
  const method = request.method ?? (request.body === undefined ? 'GET' : 'POST')
  const operation = request.operation ?? (method === 'GET' ? 'read' : 'change')
  return { ...request, method, operation, call: request.call ?? ++lastCall }
}

/** Writes a body as JSON. A value that JSON cannot hold is rejected without being shown. */
function write(body: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(body)
  } catch {
    // The runtime's own message may quote the body.
  }
  if (json !== undefined) return json
  throw new TabbyRequestError(
    'The body cannot be written as JSON: it contains itself or a BigInt, is nested too deeply, or is a function',
  )
}

/**
 * Writes a body as JSON. JSON.stringify escapes a lone surrogate (a string cut inside an emoji), which kills a
 * generation (recording http_lone_surrogate_in_content: 503); it becomes U+FFFD, as `toWellFormed` would do. An escaped
 * backslash is matched too, so the text `\\ud83d` stays as it is.
 *
 * @throws TabbyRequestError when JSON cannot hold the body.
 */
export function toJsonBody(body: unknown): string {
  const json = write(body)
  return json.includes('\\ud')
    ? json.replace(/\\\\|\\ud[89a-f]../g, (match) => (match[1] === 'u' ? '\ufffd' : match))
    : json
}
