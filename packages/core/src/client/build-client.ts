import { isTabbyError } from '../errors/is-tabby-error.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { toApiError } from '../errors/to-api-error.js'
import { allowManyListeners } from './allow-many-listeners.js'
import { toBaseUrl } from './base-url.js'
import { hideKeys } from './hide-keys.js'
import type { getRetryDelay } from './retry-table.js'
import { runtimeFetch } from './runtime-fetch.js'
import { supervise, wait } from './supervise.js'
import type { TabbyClient, TabbyResponse } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import { toConnectionError } from './to-connection-error.js'
import { toHeaders } from './to-headers.js'
import { toJsonBody } from './to-json-body.js'
import type { Transport } from './transport.js'

/** Time for the body of an error answer, where the call itself has no time limit. */
const errorBodyTimeout = 30_000

/** Everything a client does but carrying bytes and deciding about retries, in which the kinds of client differ. */
export function buildClient(
  options: TabbyClientOptions,
  transport: Transport,
  getDelay?: typeof getRetryDelay,
): TabbyClient {
  const { adminKey, fetch = runtimeFetch, silenceTimeout = 300_000, contentTimeout = 600_000 } = options
  const baseUrl = toBaseUrl(options.baseUrl ?? 'http://127.0.0.1:5000')
  // Pages and their workers have a location; Node, Deno, Bun and workerd have none.
  if (adminKey && globalThis.location && !options.allowAdminKeyInBrowser) {
    throw new TabbyRequestError('an adminKey in a browser needs allowAdminKeyInBrowser')
  }

  const send: TabbyClient['send'] = async (request) => {
    const { path, signal } = request
    if (signal) allowManyListeners(signal)
    const json = request.body === undefined ? null : toJsonBody(request.body)
    const method = request.method ?? (json ? 'POST' : 'GET')
    const operation = request.operation ?? (method === 'GET' ? 'read' : 'change')
    const takesLong = operation === 'generate' || operation === 'load'
    const timeout = request.timeout ?? (takesLong ? false : (options.timeout ?? 30_000))
    const call = `${method} ${path}`
    const disconnect = (thrown: unknown) => {
      throw toConnectionError(thrown, call, baseUrl)
    }
    let isKeyNew = ![options.apiKey, adminKey, options.bearerToken].some((key) => typeof key === 'function')

    for (let attempt = 1; ;) {
      const about = { method, path, attempt }
      const begin = performance.now()
      const getEnd = () => ({ ...about, duration: performance.now() - begin })
      const exchange = async (inner?: AbortSignal): Promise<TabbyResponse> => {
        // Under the clock as well: a key function may never answer.
        const headers = await toHeaders(options, request)
        options.onRequest?.(about)
        const init = { method, headers, body: json, redirect: 'manual', signal: inner } as RequestInit
        const response = await transport(fetch, baseUrl + path, init).catch(disconnect)
        const { status, headers: answered, body } = response
        const isAnswer = (status > 199 && status < 300) || request.acceptStatus?.includes(status)
        if (inner?.aborted) void body?.cancel()
        const read = () => response.text().catch(disconnect)
        const text = isAnswer ? (request.stream ? '' : await read()) : await supervise(read, errorBodyTimeout, inner)
        try {
          options.onResponse?.({ ...getEnd(), status })
        } catch (error) {
          // Nobody else would close a stream that is not handed over.
          void body?.cancel().catch(() => {})
          throw error
        }
        const hide = (said: string) => hideKeys(said, headers)
        if (!isAnswer) throw toApiError(call, status, answered, hide(text), request.access === 'admin' && !adminKey)
        return request.stream
          ? Object.assign(response, { hide })
          : { status, headers: answered, body: null, text: async () => text }
      }
      try {
        return await supervise(exchange, timeout, signal)
      } catch (error) {
        signal?.throwIfAborted()
        if (!isTabbyError(error)) throw error
        if (error.code === 'authentication_error' && !isKeyNew) {
          isKeyNew = true
          continue
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
  }

  return {
    baseUrl,
    streaming: {
      silenceTimeout,
      contentTimeout,
      maxEventSize: options.maxEventSize ?? 2 ** 23,
      maxResponseSize: options.maxResponseSize ?? 2 ** 26,
    },
    send,
    extend: (changes) => buildClient({ ...options, ...changes }, transport, getDelay),
  }
}
