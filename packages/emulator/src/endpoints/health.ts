import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `GET /health`: unhealthy from the first broken generation on, for the rest of the server's life. */
export const health: Endpoint = {
  method: 'GET',
  paths: ['/health'],
  gate: 'none',
  handle({ server }) {
    const { issues } = server.health
    const healthy = issues.length === 0
    return replyJson({ status: healthy ? 'healthy' : 'unhealthy', issues }, healthy ? 200 : 503)
  },
}
