import { compileTemplate } from '../engine/prompt/render-prompt.js'
import type { ActiveTemplate, LoadedModel } from '../state/loaded-model.js'
import type { ServerState } from '../state/server-state.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import type { DraftModelDefinition, ModelDefinition } from '../world/world.js'
import { findTemplate, type Found } from './find-in-folders.js'
import type { LoadRequest } from './load-request.js'
import { LoadFailure, resolveParameters } from './resolve-parameters.js'

/** One step of a load, as it goes over the wire. */
interface LoadProgress {
  model_type: 'vision' | 'draft' | 'model'
  module: number
  modules: number
  status: 'processing' | 'finished'
}

const draftModules = 3
const modelModules = 5

/**
 * Loads a model, one after another with all other loads, and reports each step. Nobody can call it off: a client that
 * leaves only stops listening (disconnect_model_load).
 */
export function loadModel(
  server: ServerState,
  found: Found<ModelDefinition>,
  request: Partial<LoadRequest>,
  report: (progress: LoadProgress) => void,
): Promise<void> {
  const load = server.loadQueue.then(() => runLoad(server, found, request, report))
  server.loadQueue = load.catch(() => undefined)
  return load
}

async function runLoad(
  server: ServerState,
  { name, definition }: Found<ModelDefinition>,
  request: Partial<LoadRequest>,
  report: (progress: LoadProgress) => void,
): Promise<void> {
  if (server.model?.name === name) {
    // Whatever parameters were sent: the loaded model stays as it is (load_with_params).
    report({ model_type: 'model', module: 1, modules: 1, status: 'processing' })
    report({ model_type: 'model', module: 1, modules: 1, status: 'finished' })
    return
  }
  const endChange = beginChange(server)
  await server.jobs.whenIdle()
  unloadModel(server)
  endChange()
  if (definition.loadError !== undefined) throw new LoadFailure(definition.loadError)
  refuseBackend(request.backend)
  const draft = findDraft(server, request)
  const parameters = resolveParameters(server, definition, request)
  const vision = (definition.visionModules ?? 0) > 0 && (definition.vision ?? request.vision) !== false
  if (vision) await loadModules('vision', definition.visionModules ?? 0)
  if (draft) await loadModules('draft', draft.modules ?? draftModules)
  const modules = definition.modules ?? modelModules
  await loadModules('model', modules, definition.failure)
  const template = await chooseTemplate(server, definition, request)
  const loaded: LoadedModel = { name, definition, parameters, vision, draft, template, loras: [] }
  server.model = loaded
  report({ model_type: 'model', module: modules, modules, status: 'finished' })

  async function loadModules(
    type: LoadProgress['model_type'],
    count: number,
    failure?: { atModule: number; message: string },
  ): Promise<void> {
    const pause = definition.moduleMilliseconds ?? server.settings.speed.moduleMilliseconds
    for (let module = 1; module <= count; module += 1) {
      await waitMilliseconds(pause)
      if (failure?.atModule === module) throw new LoadFailure(failure.message)
      report({ model_type: type, module, modules: count, status: 'processing' })
    }
    if (type !== 'model') report({ model_type: type, module: count, modules: count, status: 'finished' })
  }
}

function refuseBackend(backend: string | null | undefined): void {
  if (!backend || backend === 'exllamav3') return
  if (backend === 'exllamav2') {
    throw new LoadFailure(`The ${backend} backend is no longer supported. Please use exllamav3.`)
  }
  throw new LoadFailure(`Invalid backend '${backend}'. Available backends: ['exllamav3']`)
}

function findDraft(server: ServerState, request: Partial<LoadRequest>): DraftModelDefinition | undefined {
  const name = request.draft_model?.draft_model_name
  if (!name) return undefined
  const found = server.world.draftModels?.find((draft) => draft.name === name)
  if (!found) throw new LoadFailure(`Failed to load config.json from models/${name}`)
  return found
}

/**
 * A name that no template file has, and a file with a syntax error, are passed over silently
 * (model_with_unknown_template_falls_back, load_parameters__param_prompt_template_stubsyntaxerror_2_get_v1_model).
 */
async function chooseTemplate(
  server: ServerState,
  definition: ModelDefinition,
  request: Partial<LoadRequest>,
): Promise<ActiveTemplate | undefined> {
  const named = request.prompt_template ? findTemplate(server, request.prompt_template) : undefined
  if (named && (await isTemplate(named.source))) return named
  const { template } = definition
  return template === undefined ? undefined : { name: 'from_tokenizer_config', source: template }
}

async function isTemplate(source: string): Promise<boolean> {
  try {
    await compileTemplate(source)
    return true
  } catch {
    return false
  }
}

/**
 * Announces that the model is about to go. Generations that come from now on are held until it is gone, and then
 * refused (queued_load__chat_plain).
 */
export function beginChange(server: ServerState): () => void {
  let end = (): void => undefined
  const change = new Promise<void>((resolve) => (end = resolve))
  server.change = change
  return () => {
    if (server.change === change) server.change = undefined
    end()
  }
}

/**
 * Takes the model away at once. Its running generations get no more tokens and are not told: streams go on pinging for
 * ever, plain requests answer with what they have (unload_during_chat_stream, unload_during_chat_plain).
 */
export function unloadModel(server: ServerState): void {
  server.model = undefined
  server.jobs.cancelAll()
}
