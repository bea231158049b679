import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { requireModel } from '../state/require-model.js'

/** `POST /v1/template/unload`: chat answers 422 from then on. */
export const templateUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/template/unload'],
  gate: 'admin',
  requires: 'model',
  handle({ server }) {
    requireModel(server).template = undefined
    return replyJson(null)
  },
}
