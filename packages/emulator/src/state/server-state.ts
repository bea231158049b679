import type { EmbeddingModelDefinition, Keys, LoraDefinition, ModelDefinition, World } from '../world/world.js'
import { createJobRegistry } from './job-registry.js'
import type { JobRegistry } from './job-registry.js'
import type { LoadedModel } from './loaded-model.js'
import { createServerHealth } from './server-health.js'
import type { ServerHealth } from './server-health.js'
import { readSettings } from './server-settings.js'
import type { ServerSettings } from './server-settings.js'

/** Everything about a running server that can change. */
export interface ServerState {
  readonly world: World
  readonly settings: ServerSettings
  readonly health: ServerHealth
  readonly jobs: JobRegistry
  /** What lies in the model folder now; downloads add to it. */
  readonly models: ModelDefinition[]
  /** What lies in the LoRA folder now; downloads add to it. */
  readonly loras: LoraDefinition[]
  model: LoadedModel | undefined
  embeddingModel: EmbeddingModelDefinition | undefined
  overrides: SamplerOverrides
  /** `undefined` means that no key is needed. */
  keys: Keys | undefined
  /** The end of the queue of loads: each new one waits for it. */
  loadQueue: Promise<void>
}

/** The sampler overrides in force, raw as they were sent: a malformed one breaks every generation. */
export interface SamplerOverrides {
  /** Never cleared once set (override_list_after_unload). */
  selectedPreset: string | null
  overrides: Record<string, unknown>
}

/** A server that has just started and has loaded nothing yet. */
export function createServerState(world: World): ServerState {
  return {
    world,
    settings: readSettings(world.settings),
    health: createServerHealth(),
    jobs: createJobRegistry(),
    models: [...world.models],
    loras: [...(world.loras ?? [])],
    model: undefined,
    embeddingModel: undefined,
    overrides: { selectedPreset: null, overrides: {} },
    keys: world.keys,
    loadQueue: Promise.resolve(),
  }
}
