import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { toBody } from '@tabby/kit/body/to-body'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/** Parameters for switching the prompt template. */
export interface SwitchTemplateParams {
  /** Name of a file in the template directory, with or without `.jinja`. */
  prompt_template_name: string
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/**
 * Switches the prompt template of the loaded model, until a model is loaded again.
 *
 * `POST /v1/template/switch`. For an unknown name, or a template with an error in it, the server responds with a 500
 * that does not say why, and the current template stays. In a browser, that 500 arrives without CORS headers and
 * appears only as a TabbyConnectionError, so check `listTemplates` first.
 *
 * @param params - The template's name.
 * @param options - Signal, timeout, headers and retries of this call. It is never retried.
 * @returns Nothing, once the template is in use.
 * @throws TabbyApiError with the code `server_error` when there is no such template, or it has an error.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded or a load is still running.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { switchTemplate } from '@tabby/templates'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await switchTemplate(client, { prompt_template_name: 'chatml' })
 * ```
 */
export async function switchTemplate(
  client: TabbyClient,
  params: SwitchTemplateParams,
  options?: TabbyRequestOptions,
): Promise<void> {
  await requestJson(client, {
    ...options,
    path: '/v1/template/switch',
    access: 'admin',
    body: toBody('POST /v1/template/switch', params, ['prompt_template_name']),
    schema: nothingSchema,
  })
}
