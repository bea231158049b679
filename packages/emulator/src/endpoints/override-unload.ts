import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `POST /v1/sampling/override/unload`: the name of the preset stays (override_list_after_unload). */
export const overrideUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/sampling/override/unload'],
  gate: 'admin',
  handle({ server }) {
    server.overrides = { ...server.overrides, overrides: {} }
    return replyJson(null)
  },
}
