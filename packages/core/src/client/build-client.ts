import type { TabbyError } from '../errors/tabby-error.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { toApiError } from '../errors/to-api-error.js'
import { toBaseUrl } from './base-url.js'
import { exchange } from './exchange.js'
import type { getRetryDelay } from './retry-table.js'
import { runtimeFetch } from './runtime-fetch.js'
import type { TabbyClient } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'
import { toHeaders } from './to-headers.js'
import { toJsonBody } from './to-json-body.js'
import { toTabbyError } from './to-tabby-error.js'
import type { Transport } from './transport.js'
import { wait } from './wait.js'

/** Everything a client does but carrying bytes and deciding about retries, in which the kinds of client differ. */
export function buildClient(
  options: TabbyClientOptions,
  transport: Transport,
  getDelay?: typeof getRetryDelay,
): TabbyClient {
  const { apiKey, adminKey, bearerToken, fetch = runtimeFetch } = options
  const baseUrl = toBaseUrl(options.baseUrl ?? 'http://127.0.0.1:5000')
  // Pages and their workers have a location; Node, Deno, Bun and workerd have none.
  if (adminKey && !options.allowAdminKeyInBrowser && globalThis.location) {
    throw new TabbyRequestError('everyone can read an adminKey in a browser; allowAdminKeyInBrowser says it is meant')
  }

  const send: TabbyClient['send'] = async (request: TabbyRequest) => {
    const { path, signal, stream } = request
    const json = request.body === undefined ? null : toJsonBody(request.body)
    const method = request.method ?? (json ? 'POST' : 'GET')
    const operation = request.operation ?? (method === 'GET' ? 'read' : 'change')
    const isSlow = operation === 'generate' || operation === 'load'
    const timeout = request.timeout ?? (isSlow ? false : (options.timeout ?? 30_000))
    const isError = (status: number) => (status < 200 || status > 299) && !request.acceptStatus?.includes(status)
    let canRenewKey = [apiKey, adminKey, bearerToken].some((key) => typeof key === 'function')

    for (let attempt = 1; ; ) {
      signal?.throwIfAborted()
      const headers = await toHeaders(options, request)
      const about = { method, path, attempt }
      options.onRequest?.(about)
      const begin = performance.now()
      const getEnd = () => ({ ...about, duration: performance.now() - begin })
      const response = await exchange(
        (inner) => transport(fetch, baseUrl + path, { method, headers, body: json, redirect: 'manual', signal: inner }),
        (status) => stream && !isError(status),
        isError,
        timeout,
        signal,
      ).catch((thrown: unknown) => {
        signal?.throwIfAborted()
        return toTabbyError(thrown, `${method} ${path}`, baseUrl)
      })
      let error: TabbyError
      if (response instanceof Error) error = response
      else {
        const { status } = response
        options.onResponse?.({ ...getEnd(), status })
        if (!isError(status)) return response
        if (status === 401 && canRenewKey) {
          canRenewKey = false
          continue
        }
        const hint = status === 401 && request.access === 'admin' && !adminKey ? ' (the client has no adminKey)' : ''
        error = toApiError(`${method} ${path}`, status, response.headers, await response.text(), hint)
      }
      const delay = getDelay?.(request.retry ?? options.retry, operation, attempt, error)
      if (delay === undefined) {
        options.onError?.({ ...getEnd(), error })
        throw error
      }
      options.onRetry?.({ ...getEnd(), error, delay })
      await wait(delay, signal)
      attempt++
    }
  }

  return {
    baseUrl,
    streaming: {
      silenceTimeout: options.silenceTimeout ?? 300_000,
      contentTimeout: options.contentTimeout ?? 600_000,
      maxEventSize: options.maxEventSize ?? 8 * 2 ** 20,
    },
    send,
    extend: (changes) => buildClient({ ...options, ...changes }, transport, getDelay),
  }
}
