import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The response of `GET /v1/templates`: names, whereas every other list holds objects. */
export const templateListSchema = /* @__PURE__ */ (() =>
  v.looseObject({ object: v.string(), data: v.array(v.string()) }))()

/** A list of prompt templates. */
export interface TemplateList {
  /** Always `list`. */
  object: 'list' | (string & {})
  /** Names, in no particular order. Unlike in the server's other lists, these are not objects. */
  data: string[]
}

/**
 * Lists prompt templates.
 *
 * `GET /v1/templates`. The list depends on the key: an admin key sees every file of the template directory, without its
 * extension, even if it is not a valid template; an API key sees the one in use, or nothing. A template that came with
 * the model is listed as `from_tokenizer_config`, and you cannot switch to it.
 *
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The names.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listTemplates } from '@tabby/templates'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { data } = await listTemplates(client)
 * console.log(data.join(', '))
 * ```
 */
export function listTemplates(client: TabbyClient, options?: TabbyRequestOptions): Promise<TemplateList> {
  return requestJson<TemplateList>(client, {
    ...options,
    path: '/v1/templates',
    access: 'list',
    schema: templateListSchema,
  })
}
