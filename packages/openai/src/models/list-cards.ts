import { listModels } from '@tabby/models'
import type { HandlerCall } from '../http/answer-request.js'

/** A model in OpenAI's terms. */
export interface OpenAIModel {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** Lists the handler's names, then the server's. Each name appears once. */
export async function listCards({ client, models, options }: HandlerCall): Promise<OpenAIModel[]> {
  const { data } = await listModels(client, options)
  const created = data[0]?.created ?? Math.floor(Date.now() / 1000)
  const cards = new Map<string, OpenAIModel>()
  for (const id of models.keys()) cards.set(id, { id, object: 'model', created, owned_by: 'tabbyAPI' })
  for (const card of data) {
    if (cards.has(card.id)) continue
    cards.set(card.id, { id: card.id, object: 'model', created: Math.floor(card.created), owned_by: card.owned_by })
  }
  return [...cards.values()]
}
