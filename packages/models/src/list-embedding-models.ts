import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ModelList, modelListSchema } from './model-card.js'

/**
 * Lists embedding models.
 *
 * `GET /v1/model/embedding/list`. An admin key sees every folder of the embedding model directory, an API key only the
 * loaded embedding model, or nothing.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The embedding models.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listEmbeddingModels } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { data } = await listEmbeddingModels(client)
 * console.log(data.map((model) => model.id))
 * ```
 */
export function listEmbeddingModels(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelList> {
  return requestJson<ModelList>(client, {
    ...options,
    path: '/v1/model/embedding/list',
    access: 'list',
    schema: modelListSchema,
  })
}
