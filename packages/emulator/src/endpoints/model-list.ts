import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { modelCard } from '../state/model-card.js'

/** `GET /v1/models`: every folder for an admin, the loaded model for others, made-up names before both. */
export const modelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/models', '/v1/model/list'],
  gate: 'api',
  handle({ server, permission }) {
    const loaded = server.model ? [server.model.name] : []
    // A folder is listed by its first part, once, however many models lie in it (inline_models_admin).
    const folders = new Set(
      server.models.filter((model) => !model.unlisted).map((model) => model.name.split('/')[0] ?? ''),
    )
    const names = permission() === 'admin' ? [...folders] : loaded
    const data = [...server.settings.dummyModelNames, ...names].map((name) => modelCard(name))
    return replyJson({ object: 'list', data })
  },
}
