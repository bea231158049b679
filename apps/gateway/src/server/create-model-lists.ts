import type { TabbyClient, TabbyWrapper } from '@tabby/core'
import { type ListedModel, listModels } from '@tabby/models'

/**
 * Makes a wrapper that answers `GET /v1/models` with the models of all servers. Those that do not answer are left out; if
 * none does, the call fails as that of the first.
 */
export function createModelLists(getClients: () => readonly TabbyClient[]): TabbyWrapper {
  return (send) => async (request) => {
    if (request.path !== '/v1/models') return send(request)
    const { signal } = request
    const lists = await Promise.allSettled(getClients().map((client) => listModels(client, { signal, retry: false })))
    signal?.throwIfAborted()
    const found = lists.filter((list) => list.status === 'fulfilled')
    if (found.length === 0) return send(request)
    const models = new Map<string, ListedModel>()
    for (const card of found.flatMap((list) => list.value.data)) if (!models.has(card.id)) models.set(card.id, card)
    const text = JSON.stringify({ object: 'list', data: [...models.values()] })
    const headers = new Headers({ 'content-type': 'application/json' })
    return { status: 200, headers, body: null, text: async () => text }
  }
}
