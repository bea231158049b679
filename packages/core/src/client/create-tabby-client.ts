import { buildClient } from './build-client.js'
import { kyTransport } from './ky-transport.js'
import { getRetryDelay } from './retry-table.js'
import type { TabbyClient } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

/**
 * Makes a client for one TabbyAPI server. It sends nothing and reads no environment variables.
 *
 * Each call carries the least key that serves it, and keys never leave for another origin: redirects there are errors.
 *
 * @param options - Address, keys, timeouts, retries and hooks. All have defaults.
 * @returns A client, the first argument of every function of the family.
 * @throws TabbyRequestError when `baseUrl` is no http address, or holds a name or password.
 * @throws TabbyRequestError when an `adminKey` is given in a browser without `allowAdminKeyInBrowser`.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({
 *   baseUrl: 'http://127.0.0.1:5000',
 *   apiKey: process.env.TABBY_API_KEY,
 *   onRetry: ({ path, delay }) => console.warn(`${path} is repeated in ${delay} ms`),
 * })
 * ```
 */
export function createTabbyClient(options: TabbyClientOptions = {}): TabbyClient {
  return buildClient(options, kyTransport, getRetryDelay)
}
