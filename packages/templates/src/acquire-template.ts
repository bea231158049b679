import { requestJson, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { restoreOnce } from '@tabby/kit/lifetime/restore-once'
import * as v from 'valibot'
import { listTemplates } from './list-templates.js'
import { switchTemplate, type SwitchTemplateParams } from './switch-template.js'
import { unloadTemplate } from './unload-template.js'

/** The part of the response of `GET /v1/model` that names the prompt template. */
const templateInUseSchema = /* @__PURE__ */ (() =>
  v.looseObject({ parameters: v.nullish(v.looseObject({ prompt_template: v.nullish(v.string()) })) }))()

/** A prompt template that is used until the end of a block. */
export interface AcquiredTemplate {
  /** Restores the previous template at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Switches to another prompt template for a block of code, and then restores the previous one.
 *
 * `GET /v1/model`, `GET /v1/templates` and `POST /v1/template/switch`; at the end another switch, or `POST
 * /v1/template/unload` if there was no template. It applies to everyone who uses the server. **A template that came
 * with the model is not a file, so the server cannot switch back to it**: while it is in use, or if the server does not
 * say which template is, the call is refused before anything changes. Load the model with a `prompt_template` from the
 * list to have one that can be restored. If the file has been deleted meanwhile, the end of the block throws, with the
 * code `server_error`. Blocks must be nested: two that overlap undo each other.
 *
 * @param client - Needs an `adminKey`.
 * @param params - The template's name.
 * @param options - Signal, timeout and retries of the first part; the restoring at the end always runs.
 * @returns A handle for `await using`.
 * @throws TabbyRequestError when the template in use is not a file, or is not known.
 * @throws TabbyApiError as `switchTemplate` does; nothing has changed then. After an abort, a timeout or a lost
 * connection, it is unknown what the server did.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { switchTemplate, acquireTemplate } from '@tabby/templates'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await switchTemplate(client, { prompt_template_name: 'chatml' })
 * {
 *   await using used = await acquireTemplate(client, { prompt_template_name: 'plain' })
 *   console.log('all chats now use the plain template', used)
 * }
 * ```
 */
export async function acquireTemplate(
  client: TabbyClient,
  params: SwitchTemplateParams,
  options?: TabbyRequestOptions,
): Promise<AcquiredTemplate> {
  const { parameters } = await requestJson(client, { ...options, path: '/v1/model', schema: templateInUseSchema })
  const former = parameters?.prompt_template
  // Null means no template; a card without the field leaves open what must be restored.
  if (former === undefined) {
    throw new TabbyRequestError(
      'acquireTemplate could not restore the template: the server does not say which is in use',
    )
  }
  // An admin key sees the files, an API key only the one in use, which may not be a file; but then the switch fails.
  if (former && !(await listTemplates(client, options)).data.includes(former)) {
    throw new TabbyRequestError(
      `acquireTemplate could not restore the template in use (${former}): it is not a file of the template directory`,
    )
  }
  await switchTemplate(client, params, options)
  return restoreOnce(() => (former ? switchTemplate(client, { prompt_template_name: former }) : unloadTemplate(client)))
}
