import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The response of `GET /props`. */
export const modelPropsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    total_slots: v.nullish(v.number()),
    chat_template: v.nullish(v.string()),
    default_generation_settings: v.looseObject({ n_ctx: v.number() }),
  }))()

/** Properties of the loaded model, in the terms of llama.cpp's server. */
export interface ModelProps {
  /** How many generations run at once: the `max_batch_size` of the model card. */
  total_slots?: number | null | undefined
  /** Jinja source of the prompt template; an empty string if the model has none. */
  chat_template?: string | null | undefined
  /** Settings of generations. */
  default_generation_settings: ModelGenerationSettings
}

/** Settings of generations, in the terms of llama.cpp's server. */
export interface ModelGenerationSettings {
  /** Longest context, in tokens: the `max_seq_len` of the model card. */
  n_ctx: number
}

/**
 * Reads the properties of the loaded model in the form that clients of llama.cpp's server expect.
 *
 * `GET /props`. `getModel` reports the same and more.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns Context size, number of slots and prompt template.
 * @throws TabbyApiError with the code `no_model_loaded` when none is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getModelProps } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { default_generation_settings: settings, total_slots: slots } = await getModelProps(client)
 * console.log(`${settings.n_ctx} tokens, ${slots} generations at once`)
 * ```
 */
export function getModelProps(client: TabbyClient, options?: TabbyRequestOptions): Promise<ModelProps> {
  return requestJson<ModelProps>(client, { ...options, path: '/props', access: 'api', schema: modelPropsSchema })
}
