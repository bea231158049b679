import type { ServerState } from '../state/server-state.js'
import type { ModelDefinition } from '../world/world.js'

/** Folders beside the model folder, which a name with dots reaches (load_dotdot_name). */
const NEIGHBOURS = new Set(['../loras', '../models', '../embedding-models', '../templates', '..', '.', ''])

/**
 * The model folder of this name. A folder that exists without being a model is one that cannot be loaded, and
 * `undefined` is a folder that does not exist.
 */
export function findModel(server: ServerState, name: string): ModelDefinition | undefined {
  const found = server.models.find((model) => model.name === name)
  if (found) return found
  const isFolder = NEIGHBOURS.has(name) || server.models.some((model) => model.name.startsWith(`${name}/`))
  return isFolder ? { name, loadError: `Failed to load config.json from models/${name}` } : undefined
}
