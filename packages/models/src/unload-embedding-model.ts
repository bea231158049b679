import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/**
 * Unloads the embedding model. The main model stays.
 *
 * `POST /v1/model/embedding/unload`.
 *
 * @param options - Signal, timeout, headers and retries of this call. It is never retried.
 * @returns Nothing, once the embedding model is unloaded.
 * @throws TabbyApiError with the code `no_model_loaded` when no embedding model is loaded.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { unloadEmbeddingModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadEmbeddingModel(client)
 * ```
 */
export async function unloadEmbeddingModel(client: TabbyClient, options?: TabbyRequestOptions): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/model/embedding/unload',
    method: 'POST',
    access: 'admin',
    schema: nothingSchema,
  })
}
