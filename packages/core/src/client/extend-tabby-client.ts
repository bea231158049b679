import type { TabbyClient } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

/**
 * Creates a client from another one, with some options changed. The other client is unchanged. Makes no requests.
 *
 * A new option replaces the old one entirely (`headers` and `retry` are not merged); `undefined` restores the default.
 *
 * @param client - The client to start from.
 * @param changes - The options to change.
 * @returns The new client.
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
