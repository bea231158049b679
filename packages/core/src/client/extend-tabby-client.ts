import type { TabbyClient } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

/**
 * Makes a new client that differs from another in some options. The other one is untouched.
 *
 * An option that is given replaces the old one whole (`headers` and `retry` are not merged); `undefined` brings the
 * default back.
 *
 * @param client - The client to start from.
 * @param changes - The options that differ.
 * @returns A new client.
 * @throws TabbyRequestError for the same reasons as `createTabbyClient`.
 *
 * @example
 * ```ts
 * import { createTabbyClient, extendTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const patient = extendTabbyClient(client, { timeout: 120_000 })
 * ```
 */
export function extendTabbyClient(client: TabbyClient, changes: TabbyClientOptions): TabbyClient {
  return client.extend(changes)
}
