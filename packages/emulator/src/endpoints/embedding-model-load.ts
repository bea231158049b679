import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'

const body = record('EmbeddingModelLoadRequest', {
  embedding_model_name: { model: text() },
  embeddings_device: { model: optional(text()), default: () => 'cpu' },
})

/** `POST /v1/model/embedding/load`: plain JSON, no stream, and 400 for all that goes wrong. */
export const embeddingModelLoad: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/model/embedding/load'],
  gate: 'admin',
  body,
  handle({ body: { embedding_model_name: name }, server }) {
    if (name === '') refuse(400, 'A model name was not provided for load.')
    const found = server.world.embeddingModels?.find((model) => model.name === name)
    if (!found) return refuse(400, 'Could not find the embedding model path for load. Check model name or config.yml?')
    if (server.embeddingModel?.name === name) {
      refuse(400, `Embeddings model "${name}" is already loaded! Aborting.`)
    }
    // The old model is gone before the new one is tried (embedding_model_after_broken_load).
    server.embeddingModel = undefined
    if (found.loadError !== undefined) refuse(400, found.loadError)
    server.embeddingModel = found
    return replyJson({ model_type: 'embedding_model', module: 1, modules: 1, status: 'finished' })
  },
}
