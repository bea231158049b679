import type { EmbeddingModelDefinition, World } from '../world/world.js'
import type { JobRegistry } from './job-registry.js'
import type { LoadedModel } from './loaded-model.js'
import type { ServerHealth } from './server-health.js'
import type { ServerSettings } from './server-settings.js'

/** Everything about a running server that can change. */
export interface ServerState {
  readonly world: World
  readonly settings: ServerSettings
  readonly health: ServerHealth
  readonly jobs: JobRegistry
  /** Unix seconds at which the server started; lists show it as `created` of what lies on disk. */
  readonly started: number
  model: LoadedModel | undefined
  embeddingModel: EmbeddingModelDefinition | undefined
  overrides: SamplerOverrides
  /** `undefined` means that no key is needed. */
  keys: { api: string[]; admin: string[] } | undefined
  /** The end of the queue of loads: each new one waits for it. */
  loadQueue: Promise<void>
}

/** The sampler overrides in force, raw as they were sent: a malformed one breaks every generation. */
export interface SamplerOverrides {
  /** Never cleared once set (override_list_after_unload). */
  selectedPreset: string | null
  overrides: Record<string, unknown>
}
