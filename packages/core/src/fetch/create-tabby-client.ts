import { buildClient } from '../client/build-client.js'
import type { TabbyClient } from '../client/tabby-client.js'
import type { TabbyClientOptions } from '../client/tabby-client-options.js'

/**
 * Creates a client that uses only `fetch`, without ky and without retries, for the smallest bundle. Keys, timeouts,
 * errors, hooks and streams work as in `@tabby/core`, and every function of the family takes it.
 *
 * A failed call is not retried, whatever its `retry` says; only a key function is called once more after a 401.
 *
 * @param options - Address, keys, timeouts and hooks. All have defaults.
 * @returns A client, the first argument of every function of the family.
 * @throws TabbyRequestError when `baseUrl` is not an http address, or holds a name or password.
 * @throws TabbyRequestError when an `adminKey` is given in a browser without `allowAdminKeyInBrowser`.
 *
 * @example
 * ```ts
 * import { requestJson } from '@tabby/core'
 * import { createTabbyClient } from '@tabby/core/fetch'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * console.log(await requestJson(client, { path: '/v1/models', access: 'list' }))
 * ```
 */
export function createTabbyClient(options: Omit<TabbyClientOptions, 'retry' | 'onRetry'> = {}): TabbyClient {
  return buildClient(options, (attempt) => attempt())
}
