import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { modelCard } from '../state/model-card.js'

/** `GET /v1/model/draft/list`: every draft folder for an admin, the loaded draft model for others. */
export const draftModelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/draft/list'],
  gate: 'api',
  handle({ server, permission }) {
    const loaded = server.model?.draft ? [server.model.draft] : []
    const shown = permission() === 'admin' ? (server.world.draftModels ?? []) : loaded
    return replyJson({ object: 'list', data: shown.map((draft) => modelCard(draft.name)) })
  },
}
