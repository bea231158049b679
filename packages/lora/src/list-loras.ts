import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { LoraList } from './lora-list.js'
import { loraListSchema } from './lora-list.js'

/**
 * Lists LoRAs.
 *
 * `GET /v1/loras`. The list depends on the key: an admin key sees every folder of the LoRA directory, an API key only
 * what is loaded. So the client sends its admin key when it has one.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The LoRAs.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listLoras } from '@tabby/lora'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { data } = await listLoras(client)
 * console.log(data.map((lora) => lora.id))
 * ```
 */
export function listLoras(client: TabbyClient, options?: TabbyRequestOptions): Promise<LoraList> {
  return requestJson<LoraList>(client, { ...options, path: '/v1/loras', access: 'list', schema: loraListSchema })
}
