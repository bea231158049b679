import { TabbyError, type TabbyWrapper } from '@tabby/core'
import { isAllowedModel } from './is-allowed-model.js'
import type { RequestEntry } from './request-entry.js'

/** Rejects models that the key is not allowed to use. With a key for a single model, a request may leave the model out. */
export function createModelGuard(names: Readonly<Record<string, string>>): TabbyWrapper {
  return (send) => (request) => {
    const key = (request.context?.['entry'] as RequestEntry | undefined)?.key
    if (!key?.models || request.path === '/v1/models') return send(request)
    const body = request.body as { readonly model?: string } | undefined
    if (body?.model !== undefined && isAllowedModel(key, names, body.model)) return send(request)
    if (body && body.model === undefined && key.models.length === 1) {
      const [model] = key.models
      return send({ ...request, body: { ...body, model: names[model!] ?? model } })
    }
    throw new TabbyError('permission_error', `This key may use ${key.models.join(', ')}: name one of them as the model`)
  }
}
