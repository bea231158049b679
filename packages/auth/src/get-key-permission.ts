import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The response of `GET /v1/auth/permission`. The wrapper lets esbuild drop it if it is not used. */
export const keyPermissionSchema = /* @__PURE__ */ (() => v.looseObject({ permission: v.string() }))()

/** What a key may do. */
export interface KeyPermission {
  /** `api`: generate and read. `admin`: also load, switch and download, and see everything in lists. */
  permission: 'api' | 'admin' | (string & {})
}

/**
 * Returns what the client's key is allowed to do.
 *
 * `GET /v1/auth/permission`. The answer is about the admin key if there is one, otherwise the API key. A server with
 * `disable_auth` reports `admin` for everyone, even with a wrong key.
 *
 * @param options - Signal, timeout and retries of this call.
 * @returns The permission of the key.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getKeyPermission } from '@tabby/auth'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { permission } = await getKeyPermission(client)
 * console.log(permission === 'admin' ? 'may load models' : 'may generate')
 * ```
 */
export function getKeyPermission(client: TabbyClient, options?: TabbyRequestOptions): Promise<KeyPermission> {
  return readKeyPermission(client, 'list', options)
}

/** Asks about the key that a call of the given kind would carry. */
export function readKeyPermission(
  client: TabbyClient,
  access: 'api' | 'list',
  options?: TabbyRequestOptions,
): Promise<KeyPermission> {
  return requestJson<KeyPermission>(client, {
    ...options,
    path: '/v1/auth/permission',
    access,
    schema: keyPermissionSchema,
  })
}
