import type { ActiveTemplate } from '../state/loaded-model.js'
import type { ServerState } from '../state/server-state.js'
import type { ModelDefinition } from '../world/world.js'

/** Folders beside the model folder, which a name with dots reaches (load_dotdot_name). */
const neighbours = new Set(['../loras', '../models', '../embedding-models', '../templates', '..', '.', ''])

/**
 * The model folder of this name. A folder that exists without being a model is one that cannot be loaded, and
 * `undefined` is a folder that does not exist.
 */
export function findModel(server: ServerState, name: string): ModelDefinition | undefined {
  const found = server.models.find((model) => model.name === name)
  if (found) return found
  const isFolder = neighbours.has(name) || server.models.some((model) => model.name.startsWith(`${name}/`))
  return isFolder ? { name, loadError: `Failed to load config.json from models/${name}` } : undefined
}

/** The template file of this name, which may carry its ending (template_switch_with_ext). */
export function findTemplate(server: ServerState, name: string): ActiveTemplate | undefined {
  const stem = name.replace(/\.jinja$/, '')
  const found = server.world.templates?.find((template) => template.name === stem)
  return found && { name: found.name, source: found.source }
}
