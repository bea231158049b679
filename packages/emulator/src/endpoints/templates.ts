import { compileTemplate } from '../engine/prompt/render-prompt.js'
import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import { findTemplate } from '../loading/find-in-folders.js'
import { requireModel } from '../state/require-model.js'
import { record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { text } from '../validation/scalars.js'

/** `GET /v1/templates`: plain names; every file for an admin, the one in use for others. */
export const templateList: Endpoint = {
  method: 'GET',
  paths: ['/v1/templates', '/v1/template/list'],
  access: 'api',
  handle({ server, permission }) {
    const files = (server.world.templates ?? []).map((template) => template.name)
    const inUse = server.model?.template ? [server.model.template.name] : []
    return replyJson({ object: 'list', data: permission() === 'admin' ? files : inUse })
  },
}

const body = record('TemplateSwitchRequest', { prompt_template_name: { model: text() } })

/**
 * `POST /v1/template/switch`: a name that no file has and a file with a syntax error are both a 500
 * (template_switch_unknown, template_switch_syntax_error).
 */
export const templateSwitch: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/template/switch'],
  access: 'admin',
  requires: 'model',
  body,
  async handle({ body: { prompt_template_name: name }, server }) {
    if (name === '') refuse(400, 'New template name not found.')
    const template = findTemplate(server, name)
    if (!template) throw new Error('no such template file')
    await compileTemplate(template.source)
    requireModel(server).template = template
    return replyJson(null)
  },
}

/** `POST /v1/template/unload`: chat answers 422 from then on. */
export const templateUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/template/unload'],
  access: 'admin',
  requires: 'model',
  handle({ server }) {
    requireModel(server).template = undefined
    return replyJson(null)
  },
}
