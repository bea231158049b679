import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/**
 * Unloads the prompt template. Without one, the model cannot chat (422) until you switch to another or load a model
 * again; text completions still work.
 *
 * `POST /v1/template/unload`. It also succeeds if there is none.
 *
 * @param options - Signal, timeout, headers and retries of this call. It is never retried.
 * @returns Nothing, once no template is in use.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { unloadTemplate } from '@tabby/templates'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadTemplate(client)
 * ```
 */
export async function unloadTemplate(client: TabbyClient, options?: TabbyRequestOptions): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/template/unload',
    method: 'POST',
    access: 'admin',
    schema: nothingSchema,
  })
}
