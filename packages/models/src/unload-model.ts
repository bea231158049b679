import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/**
 * Unloads the model, and its draft model with it.
 *
 * `POST /v1/model/unload`. It does not wait for running generations: a plain one ends with what it has (its
 * `eos_reason` is null), and a streamed one gets no more content and no end, only pings, until its `eventTimeout` runs
 * out.
 *
 * @param options - Signal, timeout, headers and retries of this call. It is never retried.
 * @returns Nothing, once the model is unloaded.
 * @throws TabbyApiError with the code `no_model_loaded` when none is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { unloadModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadModel(client)
 * ```
 */
export async function unloadModel(client: TabbyClient, options?: TabbyRequestOptions): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/model/unload',
    method: 'POST',
    access: 'admin',
    schema: nothingSchema,
  })
}
