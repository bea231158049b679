import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { requireModel } from '../state/require-model.js'

/** `GET /props`: slots, template text (empty when there is none) and context length. */
export const modelProps: Endpoint = {
  method: 'GET',
  paths: ['/props'],
  gate: 'api',
  requires: 'model',
  handle({ server }) {
    const { parameters, template } = requireModel(server)
    return replyJson({
      total_slots: parameters.maxBatchSize,
      chat_template: template?.source ?? '',
      default_generation_settings: { n_ctx: parameters.maxSequenceLength },
    })
  },
}
