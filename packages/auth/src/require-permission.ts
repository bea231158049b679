import { TabbyError, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { readKeyPermission } from './get-key-permission.js'

/** What must be allowed. */
export interface RequirePermissionParams {
  /** `api`: generate and read. `admin`: also load, switch and download. */
  permission: 'api' | 'admin'
}

/**
 * Throws if the client's key does not have a permission, so that a program fails at startup rather than halfway
 * through.
 *
 * `GET /v1/auth/permission`. An admin key may do everything that an API key may. For `admin`, it also sends an empty
 * `POST /v1/sampling/override/switch`: if the key is accepted there, the server refuses the empty body with 400. An
 * admin key passed as `apiKey` is reported as `admin` by the first request and rejected by the second. Keys can change
 * while the server runs, so a later call can still fail.
 *
 * @param params - What must be allowed.
 * @param options - Signal, timeout and retries of this call.
 * @throws TabbyRequestError when `permission` is neither `api` nor `admin`.
 * @throws TabbyError with the code `permission_error` when the key is valid but does not have the permission.
 * @throws TabbyApiError with the code `authentication_error` when a key is missing or wrong, or an admin key was not
 * passed as `adminKey`.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { requirePermission } from '@tabby/auth'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await requirePermission(client, { permission: 'admin' })
 * console.log('may load models')
 * ```
 */
export async function requirePermission(
  client: TabbyClient,
  params: RequirePermissionParams,
  options?: TabbyRequestOptions,
): Promise<void> {
  if (params?.permission !== 'api' && params?.permission !== 'admin') {
    throw new TabbyRequestError("requirePermission: permission must be 'api' or 'admin'")
  }
  // Ask with the API key: while there is an admin key, a wrong API key would go unnoticed.
  const access = params.permission === 'api' ? 'api' : 'list'
  const { permission } = await readKeyPermission(client, access, options)
  if (permission === 'admin') {
    if (params.permission === 'api') return
    // Without a preset or overrides there is nothing to switch to (recording override_switch_empty_dict: 400).
    await client.send({
      ...options,
      path: '/v1/sampling/override/switch',
      access: 'admin',
      body: {},
      acceptStatus: [400],
    })
  } else if (permission !== params.permission) {
    throw new TabbyError('permission_error', `the key may do ${permission}, and ${params.permission} is needed`)
  }
}
