import { type PlayedScript, playScript } from '../engine/script/scripted-answer.js'
import type {
  EmbeddingModelDefinition,
  Keys,
  LoraDefinition,
  ModelDefinition,
  Settings,
  Speed,
  World,
} from '../world/world.js'
import { createJobRegistry, type JobRegistry } from './job-registry.js'
import type { LoadedModel } from './loaded-model.js'
import { createServerHealth, type ServerHealth } from './server-health.js'

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
  /** Pending while the model is about to go: a load waits for running generations, or an unload is carried out. */
  change: Promise<void> | undefined
  /** What the model is scripted to say. */
  script: PlayedScript
  /** Folders that downloads are filling. */
  readonly downloading: Set<string>
}

/** The sampler overrides in force, raw as they were sent: a malformed one breaks every generation. */
interface SamplerOverrides {
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
    change: undefined,
    script: playScript(world.conversation),
    downloading: new Set(),
  }
}

/** The settings with every default filled in. */
interface ServerSettings extends Required<Omit<Settings, 'speed'>> {
  speed: Required<Speed>
}

/** Fills in the defaults of settings. */
function readSettings(settings: Settings = {}): ServerSettings {
  return {
    pingSeconds: 15,
    kobold: true,
    disableRequestStreaming: false,
    inlineModelLoading: false,
    dummyModelNames: [],
    sendTracebacks: false,
    logRequests: false,
    maxBodyBytes: 8 * 2 ** 20,
    workingLoras: false,
    fetchImages: false,
    directives: true,
    answers: 'readable',
    seed: 0,
    ...settings,
    speed: { tokensPerSecond: 0, prefillMilliseconds: 0, moduleMilliseconds: 0, ...settings.speed },
  }
}
