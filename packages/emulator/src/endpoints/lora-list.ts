import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { loraCard } from '../state/lora-card.js'

/** `GET /v1/loras`: every folder for an admin, the active LoRAs for others. */
export const loraList: Endpoint = {
  method: 'GET',
  paths: ['/v1/loras', '/v1/lora/list'],
  gate: 'api',
  handle({ server, permission }) {
    const isAdmin = permission() === 'admin'
    const data = isAdmin
      ? server.loras.map((lora) => loraCard(lora.name, null))
      : (server.model?.loras ?? []).map((lora) => loraCard(lora.name, lora.scaling))
    return replyJson({ object: 'list', data })
  },
}
