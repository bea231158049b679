import { finishError } from '../errors/finish-error.js'
import { isTabbyError } from '../errors/is-tabby-error.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { allowManyListeners } from './allow-many-listeners.js'
import { toBaseUrl } from './base-url.js'
import { checkCallOptions, checkClientOptions } from './check-options.js'
import { createSecretStore } from './create-secret-store.js'
import type { getRetryDelay } from './retry-table.js'
import { type ExchangeSettings, runExchange } from './run-exchange.js'
import { runtimeFetch } from './runtime-fetch.js'
import { getTimeout, wait, withTimeout } from './timeouts.js'
import type { TabbyClient } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import { toJsonBody } from './to-json-body.js'
import type { Transport } from './transport.js'

/** Everything a client does but carrying bytes and deciding about retries, in which the kinds of client differ. */
export function buildClient(
  options: TabbyClientOptions,
  transport: Transport,
  getDelay?: typeof getRetryDelay,
): TabbyClient {
  checkClientOptions(options)
  const { adminKey, fetch = runtimeFetch, idleTimeout = 300_000, eventTimeout = 600_000 } = options
  const maxResponseSize = options.maxResponseSize ?? 2 ** 26
  const baseUrl = toBaseUrl(options.baseUrl ?? 'http://127.0.0.1:5000')
  // Pages and their workers have a location; Node, Deno, Bun and workerd have none.
  if (adminKey && globalThis.location && !options.allowAdminKeyInBrowser) {
    throw new TabbyRequestError(
      'An adminKey in a browser can be read by everybody: leave it out, or set allowAdminKeyInBrowser if that is meant',
    )
  }
  const secrets = createSecretStore(options)
  const settings: ExchangeSettings = { options, baseUrl, transport, fetch, maxResponseSize, secrets }

  const send: TabbyClient['send'] = async (request) => {
    checkCallOptions(request)
    const { path, signal } = request
    // Without the slash a path could be the rest of the host's name, and the key would go there.
    if (typeof path !== 'string' || path[0] !== '/')
      throw new TabbyRequestError('The path of a request must begin with a slash, such as /v1/models')
    if (signal) allowManyListeners(signal)
    const json = request.body === undefined ? null : toJsonBody(request.body)
    const method = request.method ?? (json ? 'POST' : 'GET')
    const operation = request.operation ?? (method === 'GET' ? 'read' : 'change')
    const timeout = getTimeout(operation, request.timeout, options.timeout)
    const hide = (text: string) => secrets.hide(text, request.secrets)
    const call = { request, method, json, hide }
    let isKeyRefresh = false
    let canRefreshKey = [options.apiKey, adminKey, options.bearerToken].some((key) => typeof key === 'function')

    for (let attempt = 1; ;) {
      const begin = performance.now()
      const getBegin = () => ({
        method,
        path: hide(path),
        attempt,
        ...(isKeyRefresh && { isKeyRefresh: true as const }),
      })
      const getEnd = () => ({ ...getBegin(), duration: performance.now() - begin })
      let headers: Headers | undefined
      const observer = {
        onRequest: () => options.onRequest?.(getBegin()),
        onHeaders: (answered: Headers) => void (headers = answered),
        onResponse: (status: number) => options.onResponse?.({ ...getEnd(), status }),
      }
      try {
        return await withTimeout((inner) => runExchange(settings, call, observer, inner), timeout, signal, {
          call: `${method} ${path}`,
          operation,
        })
      } catch (thrown) {
        signal?.throwIfAborted()
        if (!isTabbyError(thrown)) throw thrown
        const error = finishError(thrown, hide, headers)
        if (error.code === 'authentication_error' && canRefreshKey) {
          canRefreshKey = false
          isKeyRefresh = true
          continue
        }
        const delay = getDelay?.(request.retry ?? options.retry, operation, attempt, error)
        if (delay === undefined) {
          options.onError?.({ ...getEnd(), error })
          throw error
        }
        options.onRetry?.({ ...getEnd(), error, delay })
        await wait(delay, signal)
        isKeyRefresh = false
        attempt++
      }
    }
  }

  return {
    baseUrl,
    streaming: { idleTimeout, eventTimeout, maxEventSize: options.maxEventSize ?? 2 ** 23, maxResponseSize },
    send,
    extend: (changes) => buildClient({ ...options, ...changes }, transport, getDelay),
  }
}
