import { Template } from '@huggingface/jinja'
import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import { findTemplate } from '../loading/find-template.js'
import { requireModel } from '../state/require-model.js'
import type { OutputOf } from '../validation/model.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'

const body = record('TemplateSwitchRequest', { prompt_template_name: { model: text() } })

/**
 * `POST /v1/template/switch`: a name that no file has and a file with a syntax error are both a 500
 * (template_switch_unknown, template_switch_syntax_error).
 */
export const templateSwitch: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/template/switch'],
  gate: 'admin',
  requires: 'model',
  body,
  handle({ body: { prompt_template_name: name }, server }) {
    if (name === '') refuse(400, 'New template name not found.')
    const template = findTemplate(server, name)
    if (!template) throw new Error('no such template file')
    new Template(template.source)
    requireModel(server).template = template
    return replyJson(null)
  },
}
