import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `POST /v1/model/embedding/unload`. */
export const embeddingModelUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/model/embedding/unload'],
  gate: 'admin',
  requires: 'embedding',
  handle({ server }) {
    server.embeddingModel = undefined
    return replyJson(null)
  },
}
