import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { modelCard } from '../state/model-card.js'
import { requireEmbeddingModel } from '../state/require-embedding-model.js'

/** `GET /v1/model/embedding`: the loaded embedding model. */
export const embeddingModelGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/embedding'],
  gate: 'api',
  requires: 'embedding',
  handle: ({ server }) => replyJson(modelCard(requireEmbeddingModel(server).name)),
}
