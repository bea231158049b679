import type { TabbyClient, TabbyStreamRequestOptions } from '@tabby/core'
import { getModel } from './get-model.js'
import type { LoadModelParams } from './load-model-params.js'
import type { ModelCard } from './model-card.js'
import { streamModelLoad } from './stream-model-load.js'

/** The card of a requested model. */
export interface LoadedModel extends ModelCard {
  /** Whether this model was already loaded: the server then did nothing and ignored all parameters. */
  alreadyLoaded: boolean
}

/**
 * Loads a model, with its vision part and draft model, and waits until it can be used.
 *
 * `POST /v1/model/load`, read to its end, then `GET /v1/model`. The current model is unloaded first, so a load that
 * fails leaves none. A load waits for running generations and for earlier loads, and has no timeout. An abort ends the
 * wait, not the load, which continues on the server. If the named model is already loaded, nothing happens and all
 * parameters are ignored; `alreadyLoaded` says so. To change parameters, call `unloadModel` first. The server ignores
 * an unknown `prompt_template` and accepts any `cache_mode`: check the card.
 *
 * @param params - Which model, and how to load it.
 * @param options - Signal, timeouts, headers and retries of this call. The load is never retried. `timeout` is the time
 * to its first byte, and that of the request for the card; `AbortSignal.timeout()` limits the whole call.
 * @returns The card of the loaded model.
 * @throws TabbyApiError with the code `invalid_request` when no model has this name; the current one then stays.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 * @throws TabbyStreamError with the reason `server-error` when the load fails, with the server's message, and
 * `truncated` when the connection breaks. `partial` is the last step of the load.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { loadModel } from '@tabby/models'
 *
 * const client = createTabbyClient({
 *   baseUrl: 'http://127.0.0.1:5000',
 *   apiKey: process.env.TABBY_API_KEY,
 *   adminKey: process.env.TABBY_ADMIN_KEY,
 * })
 * const model = await loadModel(client, { model_name: 'demo-base-3b-exl3', cache_size: 8192 })
 * if (model.alreadyLoaded) console.log('it was loaded already, and stays as it was')
 * console.log(model.id, model.parameters?.cache_size)
 * ```
 */
export async function loadModel(
  client: TabbyClient,
  params: LoadModelParams,
  options?: TabbyStreamRequestOptions,
): Promise<LoadedModel> {
  let alreadyLoaded = false
  for await (const step of await streamModelLoad(client, params, options)) alreadyLoaded = step.alreadyLoaded
  return { ...(await getModel(client, options)), alreadyLoaded }
}
