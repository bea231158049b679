import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import { findEmbeddingModel } from '../loading/find-in-folders.js'
import { modelCard } from '../state/model-card.js'
import { requireEmbeddingModel } from '../state/require-model.js'
import { optional, record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { text } from '../validation/scalars.js'

/** `GET /v1/model/embedding/list`: every embedding folder for an admin, the loaded one for others. */
export const embeddingModelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/embedding/list'],
  access: 'api',
  handle({ server, permission }) {
    const loaded = server.embeddingModel ? [server.embeddingModel] : []
    const shown = permission() === 'admin' ? (server.world.embeddingModels ?? []) : loaded
    return replyJson({ object: 'list', data: shown.map((model) => modelCard(model.name)) })
  },
}

/** `GET /v1/model/embedding`: the loaded embedding model. */
export const embeddingModelGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/embedding'],
  access: 'api',
  requires: 'embedding',
  handle: ({ server }) => replyJson(modelCard(requireEmbeddingModel(server).name)),
}

const body = record('EmbeddingModelLoadRequest', {
  embedding_model_name: { model: text() },
  embeddings_device: { model: optional(text()), default: () => 'cpu' },
})

/** `POST /v1/model/embedding/load`: plain JSON, no stream, and 400 for all that goes wrong. */
export const embeddingModelLoad: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/model/embedding/load'],
  access: 'admin',
  body,
  handle({ body: { embedding_model_name: given }, server }) {
    if (given === '') refuse(400, 'A model name was not provided for load.')
    const found = findEmbeddingModel(server, given)
    if (!found) return refuse(400, 'Could not find the embedding model path for load. Check model name or config.yml?')
    if (server.embeddingModel?.name === found.name) {
      refuse(400, `Embeddings model "${found.name}" is already loaded! Aborting.`)
    }
    // The old model is gone before the new one is tried (embedding_model_after_broken_load).
    server.embeddingModel = undefined
    if (found.definition.loadError !== undefined) refuse(400, found.definition.loadError)
    server.embeddingModel = found.definition
    return replyJson({ model_type: 'embedding_model', module: 1, modules: 1, status: 'finished' })
  },
}

/** `POST /v1/model/embedding/unload`. */
export const embeddingModelUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/model/embedding/unload'],
  access: 'admin',
  requires: 'embedding',
  handle({ server }) {
    server.embeddingModel = undefined
    return replyJson(null)
  },
}
