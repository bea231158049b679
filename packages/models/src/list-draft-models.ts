import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ModelList, modelListSchema } from './model-card.js'

/**
 * Lists draft models: small models that guess ahead for the main model, so that it replies faster.
 *
 * `GET /v1/model/draft/list`. An admin key sees every folder of the draft model directory, an API key only the loaded
 * draft model, or nothing. A draft model is loaded together with its main model, by `loadModel`. With an API key, this
 * list is the only place that names the loaded one: model cards never do.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The draft models.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listDraftModels } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { data } = await listDraftModels(client)
 * console.log(data.map((model) => model.id))
 * ```
 */
export function listDraftModels(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelList> {
  return requestJson<ModelList>(client, {
    ...options,
    path: '/v1/model/draft/list',
    access: 'list',
    schema: modelListSchema,
  })
}
