import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/**
 * Deactivates all sampler overrides; requests are used as they are again.
 *
 * `POST /v1/sampling/override/unload`, with the admin key. It also succeeds if there are none. The name of the last
 * chosen preset stays in `listSamplerOverrides`.
 *
 * @param client - Needs an `adminKey`.
 * @param options - Signal and timeout of this call.
 * @throws TabbyApiError with the code `authentication_error` without the admin key.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { unloadSamplerOverride } from '@tabby/sampling'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadSamplerOverride(client)
 * ```
 */
export async function unloadSamplerOverride(client: TabbyClient, options?: TabbyRequestOptions): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/sampling/override/unload',
    method: 'POST',
    access: 'admin',
    operation: 'change',
    schema: nothingSchema,
  })
}
