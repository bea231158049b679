import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `GET /v1/templates`: plain names; every file for an admin, the one in use for others. */
export const templateList: Endpoint = {
  method: 'GET',
  paths: ['/v1/templates', '/v1/template/list'],
  gate: 'api',
  handle({ server, permission }) {
    const files = (server.world.templates ?? []).map((template) => template.name)
    const inUse = server.model?.template ? [server.model.template.name] : []
    return replyJson({ object: 'list', data: permission() === 'admin' ? files : inUse })
  },
}
