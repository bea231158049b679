import type { ActiveTemplate } from '../state/loaded-model.js'
import type { ServerState } from '../state/server-state.js'
import type { EmbeddingModelDefinition, ModelDefinition, PresetDefinition } from '../world/world.js'
import { isMachineFolder, toVirtualPath, type VirtualPath, withoutSuffix } from './virtual-path.js'

/** A folder or file that was found, and the name under which the server knows it: the last part of the path. */
export interface Found<Definition> {
  readonly name: string
  readonly definition: Definition
}

/**
 * The model folder of this name, which may be a path. What is there without being a model cannot be loaded, and
 * `undefined` is what is not there.
 */
export function findModel(
  server: ServerState,
  given: string,
  path = toVirtualPath('models', given),
): Found<ModelDefinition> | undefined {
  const [root, ...rest] = path.parts ?? []
  const inner = rest.join('/')
  const broken = { name: path.name, loadError: `Failed to load config.json from ${path.shown}` }
  const find = (): ModelDefinition | undefined => {
    if (!path.parts) return findAbsolute(server, path) ?? (isMachineFolder(path) ? broken : undefined)
    if (root === undefined || inner === '') return isRoot(root) ? broken : undefined
    if (root === 'draft-models') {
      const draft = server.world.draftModels?.find((candidate) => candidate.name === inner)
      return draft && { name: draft.name, ...(draft.modules === undefined ? {} : { modules: draft.modules }) }
    }
    if (root !== 'models') return listOthers(server, root).includes(inner) ? broken : undefined
    const isThere = server.models.some(({ name }) => name.startsWith(`${inner}/`) || inner === `${name}/config.json`)
    return server.models.find(({ name }) => name === inner) ?? (isThere ? broken : undefined)
  }
  if (!leadsThroughFolders(server, path.shown)) return undefined
  const definition = find()
  return definition && { name: path.name, definition }
}

/** A path from the top of the machine that ends in the model folder: where that lies, no request can tell. */
function findAbsolute({ models }: ServerState, { shown }: VirtualPath): ModelDefinition | undefined {
  return models.find(({ name }) => shown.endsWith(`/models/${name}`))
}

const roots = ['models', 'draft-models', 'embedding-models', 'loras', 'templates', 'sampler_overrides']

function isRoot(root: string | undefined): boolean {
  return root === undefined || roots.includes(root)
}

function listOthers({ world, loras }: ServerState, root: string): string[] {
  if (root === 'loras') return loras.map(({ name }) => name)
  return root === 'embedding-models' ? (world.embeddingModels ?? []).map(({ name }) => name) : []
}

/** A system follows `..` only out of a folder that is there. */
function leadsThroughFolders(server: ServerState, shown: string): boolean {
  const { models, loras, world } = server
  const folders = [models, loras, world.draftModels ?? [], world.embeddingModels ?? []].flat()
  if (shown.startsWith('/')) return true
  return [...shown.matchAll(/(?:^|\/)([^/]+)\/\.\./g)].every(([, left = '']) => {
    return left === '..' || roots.includes(left) || folders.some(({ name }) => name.split('/').includes(left))
  })
}

/** The embedding model folder of this name; a folder of several has no weights of its own. */
export function findEmbeddingModel(server: ServerState, given: string): Found<EmbeddingModelDefinition> | undefined {
  const path = toVirtualPath('embedding-models', given)
  if (!leadsThroughFolders(server, path.shown)) return undefined
  const { embeddingModels = [] } = server.world
  const inner = path.parts?.[0] === 'embedding-models' ? path.parts.slice(1).join('/') : undefined
  const known = embeddingModels.find(({ name }) => name === inner || path.shown.endsWith(`/embedding-models/${name}`))
  if (known) return { name: path.name, definition: known }
  // Whatever else is there, such as the folder of another kind of model, or a file.
  const isOther = embeddingModels.some(({ name }) => inner === `${name}/config.json`) || findModel(server, given, path)
  const isFolder = path.parts ? path.parts.length < 2 && isRoot(path.parts[0]) : isMachineFolder(path)
  const loadError = `Unrecognized model (stub): no usable weights in ${path.shown}`
  return isFolder || isOther ? { name: path.name, definition: { name: path.name, loadError } } : undefined
}

/** The template file of this name, whatever its ending. */
export function findTemplate(server: ServerState, given: string): ActiveTemplate | undefined {
  const path = toVirtualPath('templates', given)
  if (!leadsThroughFolders(server, path.shown)) return undefined
  const { parts, name } = withoutSuffix(path)
  const found = server.world.templates?.find((template) => parts?.join('/') === `templates/${template.name}`)
  return found && { name, source: found.source }
}

/** The preset file of this name. */
export function findPreset(server: ServerState, given: string): PresetDefinition | undefined {
  const { parts, shown } = toVirtualPath('sampler_overrides', given)
  if (!leadsThroughFolders(server, shown)) return undefined
  return server.world.presets?.find((preset) => parts?.join('/') === `sampler_overrides/${preset.name}`)
}
