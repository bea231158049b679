import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { requireParams, toBody } from '@tabby/kit/body/to-body'
import * as v from 'valibot'

/** The response of `POST /v1/lora/load`. */
export const loraLoadSchema = /* @__PURE__ */ (() =>
  v.looseObject({ success: v.array(v.string()), failure: v.array(v.string()) }))()

/** Parameters for loading LoRAs. */
export interface LoadLorasParams {
  /** The LoRAs, at least one. */
  loras: LoraParams[]
  /** Do not wait for running generations. Default false. */
  skip_queue?: boolean | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** One LoRA to load. */
export interface LoraParams {
  /** Folder in the LoRA directory. */
  name: string
  /** Scaling factor. Default 1. */
  scaling?: number | null | undefined
}

/** Which LoRAs were loaded, and which were not. */
export interface LoraLoad {
  /** Names of those that were loaded. */
  success: string[]
  /** Names of those that were not: no such folder, made for another model, or a server that cannot load any. */
  failure: string[]
}

/**
 * Loads LoRAs on top of the loaded model.
 *
 * `POST /v1/lora/load`. **Check `failure`**: the server always responds with status 200, and does not say why a LoRA
 * failed. Current servers (ExLlamaV3 only) put every LoRA there.
 *
 * @param params - The LoRAs and their scalings.
 * @param options - Signal, timeout, headers and retries of this call. No timeout by default, and never retried.
 * @returns The names of those that were loaded, and of those that were not.
 * @throws TabbyApiError with the code `invalid_request` when the list is empty.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { loadLoras } from '@tabby/lora'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { failure } = await loadLoras(client, { loras: [{ name: 'demo-lora', scaling: 0.5 }] })
 * if (failure.length > 0) console.error(`not loaded: ${failure.join(', ')}`)
 * ```
 */
export async function loadLoras(
  client: TabbyClient,
  params: LoadLorasParams,
  options?: TabbyRequestOptions,
): Promise<LoraLoad> {
  requireParams('POST /v1/lora/load', params)
  return requestJson<LoraLoad>(client, {
    ...options,
    path: '/v1/lora/load',
    access: 'admin',
    operation: 'load',
    // The server refuses a null in it with 422.
    body: toBody('POST /v1/lora/load', { ...params, skip_queue: params.skip_queue ?? undefined }, ['loras']),
    schema: loraLoadSchema,
  })
}
