import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/**
 * Unloads all LoRAs. The model stays.
 *
 * `POST /v1/lora/unload`. It also succeeds if none is loaded.
 *
 * @param options - Signal, timeout, headers and retries of this call. It is never retried.
 * @returns Nothing, once no LoRA is loaded.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { unloadLoras } from '@tabby/lora'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadLoras(client)
 * ```
 */
export async function unloadLoras(client: TabbyClient, options?: TabbyRequestOptions): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/lora/unload',
    method: 'POST',
    access: 'admin',
    schema: nothingSchema,
  })
}
