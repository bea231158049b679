import { refuse } from '../http/refuse.js'
import type { EmbeddingModelDefinition } from '../world/world.js'
import type { ServerState } from './server-state.js'

/** The loaded embedding model, or the 503 that says there is none. */
export function requireEmbeddingModel(server: ServerState): EmbeddingModelDefinition {
  return server.embeddingModel ?? refuse(503, 'No embedding models are currently loaded.')
}
