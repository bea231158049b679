import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { loraCard } from '../state/lora-card.js'
import { requireModel } from '../state/require-model.js'

/** `GET /v1/lora`: the active LoRAs. */
export const loraGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/lora'],
  gate: 'api',
  requires: 'model',
  handle({ server }) {
    const data = requireModel(server).loras.map((lora) => loraCard(lora.name, lora.scaling))
    return replyJson({ object: 'list', data })
  },
}
