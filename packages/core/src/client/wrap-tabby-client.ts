import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { checkCall } from './check-options.js'
import { fillRequest } from './build-client.js'
import type { TabbyClient } from './tabby-client.js'

/**
 * Adds behaviour to the calls of a client: gets the `send` to wrap and the client it belongs to, and returns its own
 * `send`. Retries happen inside, so it sees each call once.
 *
 * A wrapper must pass on unknown members of requests and responses, honour `request.signal` while it waits, throw only
 * `TabbyError`s, and let `operation: 'probe'` through.
 */
export type TabbyWrapper = (send: TabbyClient['send'], client: TabbyClient) => TabbyClient['send']

const refuse = (what: string): never => {
  throw new TabbyRequestError(`wrapTabbyClient: ${what}, such as (send, client) => async (request) => send(request)`)
}

/**
 * Creates a client whose calls go through wrappers. The given client is unchanged. Makes no requests.
 *
 * The first wrapper is the outermost: it sees a request first and its response last. Each request that they get has its
 * `method`, its `operation` and a `call`, a number that is the same for all attempts of a call. A client that
 * `extendTabbyClient` creates from the wrapped one has the same wrappers.
 *
 * @param client - The client to start from; it may already be wrapped.
 * @param wrappers - Functions that return a `send` around the given one.
 * @returns The wrapped client.
 * @throws TabbyRequestError when the client is missing, or a wrapper is not a function or does not return one.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson, type TabbyWrapper, wrapTabbyClient } from '@tabby/core'
 *
 * const log: TabbyWrapper = (send, client) => async (request) => {
 *   const begin = performance.now()
 *   const response = await send(request)
 *   const onEnd = ({ whole }: { whole: boolean }) =>
 *     console.log(request.call, client.baseUrl + request.path, whole, performance.now() - begin)
 *   return { ...response, watches: [...(response.watches ?? []), { onEnd }] }
 * }
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), log)
 * await requestJson(client, { path: '/v1/model' })
 * ```
 */
export function wrapTabbyClient(client: TabbyClient, ...wrappers: readonly TabbyWrapper[]): TabbyClient {
  checkCall(client, {})
  const send = wrappers.reduceRight<TabbyClient['send']>(
    (inner, wrapper) => {
      if (typeof wrapper !== 'function') refuse('each wrapper must be a function')
      const outer = wrapper(inner, client)
      return typeof outer === 'function' ? outer : refuse('each wrapper must return a function')
    },
    (request) => client.send(request),
  )
  return {
    ...client,
    // Async, so that a wrapper that throws synchronously rejects like any other.
    send: async (request) => {
      checkCall(client, request)
      return send(fillRequest(request))
    },
    extend: (changes) => wrapTabbyClient(client.extend(changes), ...wrappers),
  }
}
