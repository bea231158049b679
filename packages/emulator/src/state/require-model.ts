import { refuse } from '../http/refuse.js'
import type { LoadedModel } from './loaded-model.js'
import type { ServerState } from './server-state.js'

/** The loaded model, or the 503 that says there is none; also while one is being loaded (model_during_load). */
export function requireModel(server: ServerState): LoadedModel {
  return server.model ?? refuse(503, 'No models are currently loaded.')
}
