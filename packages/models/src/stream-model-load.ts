import {
  isTabbyError,
  requestStream,
  type TabbyClient,
  type TabbyStream,
  type TabbyStreamRequestOptions,
  TabbyStreamError,
} from '@tabby/core'
import { toBody } from '@tabby/kit/body/to-body'
import type { LoadModelParams } from './load-model-params.js'
import { type ModelLoadProgress, readLoadProgress } from './read-load-progress.js'

/**
 * Loads a model, with its vision part and draft model, and reports its progress.
 *
 * `POST /v1/model/load`. The current model is unloaded first, so a load that fails leaves none. A load waits for
 * running generations and for earlier loads; meanwhile the stream sends only pings, however long that takes, so
 * `eventTimeout` is off here unless this call sets it. A load cannot be stopped: it continues on the server when the
 * stream is left, cancelled, aborted or cut off. If the named model is already loaded, nothing happens and all
 * parameters are ignored; `alreadyLoaded` says so. To change parameters, call `unloadModel` first.
 *
 * @param params - Which model, and how to load it.
 * @param options - Signal, timeouts, headers and retries of this call. It is never retried.
 * @returns The steps, to be read or cancelled. When they end, the model is loaded.
 * @throws TabbyApiError with the code `invalid_request` when no model has this name; the current one then stays.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 * @throws TabbyStreamError while it is read, with the reason `server-error` when the load fails, and `truncated` when
 * the connection breaks. `partial` is the last step.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { streamModelLoad } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const steps = await streamModelLoad(client, { model_name: 'demo-vision-8b-exl3', max_seq_len: 4096 })
 * for await (const step of steps) console.log(`${step.model_type}: ${Math.round(100 * step.fraction)} %`)
 * ```
 */
export async function streamModelLoad(
  client: TabbyClient,
  params: LoadModelParams,
  options?: TabbyStreamRequestOptions,
): Promise<TabbyStream<ModelLoadProgress>> {
  const stream = await requestStream<ModelLoadProgress>(client, {
    ...options,
    // A load that waits for a long generation sends only pings (recording load_while_streaming), which is not a fault.
    eventTimeout: options?.eventTimeout ?? false,
    path: '/v1/model/load',
    access: 'admin',
    operation: 'load',
    body: toBody('POST /v1/model/load', params, ['model_name', 'draft_model']),
    ...readLoadProgress(!!params.draft_model),
  })
  const next = () =>
    stream.next().catch((error: unknown) => {
      // The reason of an abort may be the failure of another load.
      if (error === options?.signal?.reason) throw error
      return explainFailure(error)
    })
  return { ...stream, next }
}

/** Adds what the server does not say: a failed load has removed the previous model (recording model_after_oom_load). */
function explainFailure(error: unknown): never {
  if (!isTabbyError(error) || error.name !== 'TabbyStreamError' || error.reason !== 'server-error') throw error
  const message = `${error.message} (no model is loaded now)`
  const explained = new TabbyStreamError(error.code, message, { reason: error.reason })
  throw Object.defineProperty(explained, 'partial', { value: error.partial })
}
