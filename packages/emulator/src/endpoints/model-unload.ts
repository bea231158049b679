import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { unloadModel } from '../loading/unload-model.js'

/** `POST /v1/model/unload`. */
export const modelUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/model/unload'],
  gate: 'admin',
  requires: 'model',
  handle({ server }) {
    unloadModel(server)
    return replyJson(null)
  },
}
