import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ModelList, modelListSchema } from './model-card.js'

/**
 * Lists models.
 *
 * `GET /v1/models`. The list depends on the key: an admin key sees every folder of the model directory, an API key only
 * the loaded model, or nothing if none is loaded or a load is running. So the client sends its admin key when it has
 * one. Dummy names that the server is configured to show come first. A model in a nested folder (`model/exl3/4.00bpw`)
 * is listed under the first part of its path, which cannot be used to load it.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The models.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listModels } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { data } = await listModels(client)
 * for (const model of data) console.log(model.id)
 * ```
 */
export function listModels(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelList> {
  return requestJson<ModelList>(client, { ...options, path: '/v1/models', access: 'list', schema: modelListSchema })
}
