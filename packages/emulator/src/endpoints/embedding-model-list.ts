import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { modelCard } from '../state/model-card.js'

/** `GET /v1/model/embedding/list`: every embedding folder for an admin, the loaded one for others. */
export const embeddingModelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/embedding/list'],
  gate: 'api',
  handle({ server, permission }) {
    const loaded = server.embeddingModel ? [server.embeddingModel] : []
    const shown = permission() === 'admin' ? (server.world.embeddingModels ?? []) : loaded
    return replyJson({ object: 'list', data: shown.map((model) => modelCard(model.name)) })
  },
}
