import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ModelCard, modelCardSchema } from './model-card.js'

/**
 * Gets the card of the loaded embedding model.
 *
 * `GET /v1/model/embedding`. It is loaded beside the main model; neither needs the other.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The card of the loaded embedding model; its `parameters` are null.
 * @throws TabbyApiError with the code `no_model_loaded` when no embedding model is loaded.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getEmbeddingModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { id } = await getEmbeddingModel(client)
 * console.log(id)
 * ```
 */
export function getEmbeddingModel(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelCard> {
  return requestJson<ModelCard>(client, {
    ...options,
    path: '/v1/model/embedding',
    access: 'api',
    schema: modelCardSchema,
  })
}
