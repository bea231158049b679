import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { loadedModelCard } from '../state/model-card.js'
import { requireModel } from '../state/require-model.js'

/** `GET /v1/model`: the loaded model's card. */
export const modelGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/model'],
  gate: 'api',
  requires: 'model',
  handle: ({ server }) => replyJson(loadedModelCard(requireModel(server))),
}
