import { isTabbyError, requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ModelCard, modelCardSchema } from './model-card.js'

/**
 * Gets the card of the loaded model, which shows how it is loaded.
 *
 * `GET /v1/model`. While a model is being loaded, the server reports that none is. If a model was loaded by a path
 * (`model/exl3/4.00bpw`), the `id` on its card is only the last part, and no card names the draft model.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The card of the loaded model, with its `parameters`.
 * @throws TabbyApiError with the code `no_model_loaded` when none is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { id, parameters } = await getModel(client)
 * console.log(`${id} reads up to ${parameters?.max_seq_len} tokens`)
 * ```
 */
export function getModel(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelCard> {
  return requestJson<ModelCard>(client, { ...options, path: '/v1/model', access: 'api', schema: modelCardSchema })
}

/**
 * Reads the card of the loaded model, or nothing if none is loaded. The server then responds with 503, which `getModel`
 * with a core before 1.1 would retry, after a delay, before it gives up.
 */
export async function readLoadedCard(
  client: TabbyClient,
  options: TabbyRequestOptions,
): Promise<ModelCard | undefined> {
  try {
    return await requestJson<ModelCard>(client, {
      ...options,
      path: '/v1/model',
      access: 'api',
      operation: 'probe',
      schema: modelCardSchema,
    })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}
