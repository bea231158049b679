import { refuse } from '../http/reply.js'
import type { EmbeddingModelDefinition } from '../world/world.js'
import type { LoadedModel } from './loaded-model.js'
import type { ServerState } from './server-state.js'

/** The loaded model, or the 503 that says there is none; also while one is being loaded (model_during_load). */
export function requireModel(server: ServerState): LoadedModel {
  return server.model ?? refuse(503, 'No models are currently loaded.')
}

/** The loaded embedding model, or the 503 that says there is none. */
export function requireEmbeddingModel(server: ServerState): EmbeddingModelDefinition {
  return server.embeddingModel ?? refuse(503, 'No embedding models are currently loaded.')
}
