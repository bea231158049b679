import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { requireModel } from '../state/require-model.js'

/** `POST /v1/lora/unload`. */
export const loraUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/lora/unload'],
  gate: 'admin',
  requires: 'model',
  handle({ server }) {
    requireModel(server).loras = []
    return replyJson(null)
  },
}
