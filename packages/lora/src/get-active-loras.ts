import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { LoraList } from './lora-list.js'
import { loraListSchema } from './lora-list.js'

/**
 * Lists the LoRAs that are loaded on top of the model, with their scaling.
 *
 * `GET /v1/lora`. Current servers cannot load a LoRA (see `loadLoras`), so their list is always empty.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The loaded LoRAs.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getActiveLoras } from '@tabby/lora'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { data } = await getActiveLoras(client)
 * for (const lora of data) console.log(lora.id, lora.scaling)
 * ```
 */
export function getActiveLoras(client: TabbyClient, options?: TabbyRequestOptions): Promise<LoraList> {
  return requestJson<LoraList>(client, { ...options, path: '/v1/lora', access: 'api', schema: loraListSchema })
}
