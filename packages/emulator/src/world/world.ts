import type { Conversation } from '../engine/script/scripted-answer.js'

/**
 * Everything that an emulator serves: the server's folders, its keys and its settings. It is plain JSON, so that a file
 * can describe it.
 */
export interface World {
  /** Folders of the main model directory. */
  models: ModelDefinition[]
  /** Folders of the draft model directory. */
  draftModels?: DraftModelDefinition[]
  /** Folders of the embedding model directory. */
  embeddingModels?: EmbeddingModelDefinition[]
  /** Folders of the LoRA directory. */
  loras?: LoraDefinition[]
  /** Files of the template directory. */
  templates?: TemplateDefinition[]
  /** Files of the sampler override directory. */
  presets?: PresetDefinition[]
  /** Repositories that `POST /v1/download` finds. */
  repositories?: RepositoryDefinition[]
  /** What is at the addresses of images; the first match counts. Any other address is fetched with `settings.fetchImages`, and otherwise judged by its form. */
  images?: ImageDefinition[]
  /** Keys; without them the server runs with `disable_auth`. */
  keys?: Keys
  /** Settings of the server. */
  settings?: Settings
  /** What is loaded when the server starts. */
  loaded?: LoadedAtStart
  /** The scripted conversation. It takes precedence over directives. */
  conversation?: Conversation
}

/** The keys that the server accepts. */
export interface Keys {
  /** Give access to everything except administration. */
  api: string[]
  /** Give access to everything. */
  admin: string[]
}

/** A folder with a model in it. */
export interface ModelDefinition {
  /** Folder name; `folder/quant` can be loaded but is listed by its first part. */
  name: string
  /** Left out of lists: it appeared after they were recorded. */
  unlisted?: boolean
  /** Loading it fails with this text in an error event, such as for missing files or a removed backend. */
  loadError?: string
  /** The module at which loading fails, and the text of the error event. */
  failure?: { atModule: number; message: string }
  /** Modules that progress counts, default 5. */
  modules?: number
  /** Modules of the vision part; without it the model has no vision. */
  visionModules?: number
  /** What its tabby_config.yml says about vision, whatever a load asks for. */
  vision?: boolean
  /** Time per module; default `settings.speed.moduleMilliseconds`. */
  moduleMilliseconds?: number
  /** Longest context the model was made for, default 4096. */
  contextLength?: number
  /** Load parameters that its own tabby_config.yml sets; they win over those of a load request. */
  parameters?: Partial<LoadParameters>
  /** Jinja source of the template in its tokenizer_config.json. */
  template?: string
  /** Reasoning parser: the tags between which reasoning stands; absent means that tags stay in the content. */
  reasoning?: { startToken: string; endToken: string }
  /** Tool call parser; absent means that raw markup stays in the content. */
  toolFormat?: 'qwen3_coder' | 'harmony'
  /** Format in which the scripted model replies. */
  dialect?: 'plain' | 'harmony'
  /** Beginning of sequence, put before each prompt unless `add_bos_token` is false. Default `<s>`. */
  bosToken?: string | null
  /** End of sequence, default `</s>`. */
  eosToken?: string
}

/** The load parameters that a model card shows. */
export interface LoadParameters {
  /** Tokens of the context, `max_seq_len`. */
  maxSequenceLength: number
  /** Tokens that the cache holds, a multiple of 256, `cache_size`; default the context's. */
  cacheSize: number
  /** `cache_mode`, default `FP16`; any word is taken and shown as it is. */
  cacheMode: string
  /** Tokens per step of the prefill, `chunk_size`, default 2048. */
  chunkSize: number
  /** Generations side by side, `max_batch_size`, default 128. */
  maxBatchSize: number
  /** `rope_alpha`, default 1. */
  ropeAlpha: number
  /** `output_chunking`, default true: a job is given cache for its prompt and one chunk, whatever `max_tokens` says. */
  outputChunking: boolean
}

/** A folder with a draft model. */
export interface DraftModelDefinition {
  /** Folder name. */
  name: string
  /** Modules that progress counts, default 3. */
  modules?: number
}

/** A folder with an embedding model. */
export interface EmbeddingModelDefinition {
  /** Folder name. */
  name: string
  /** Length of its vectors, default 8. */
  dimensions?: number
  /** Loading it fails with this text. */
  loadError?: string
}

/** A folder with a LoRA. */
export interface LoraDefinition {
  /** Folder name. */
  name: string
}

/** A prompt template file. */
export interface TemplateDefinition {
  /** File name without `.jinja`. */
  name: string
  /** Jinja source. */
  source: string
}

/** A sampler override preset file. */
export interface PresetDefinition {
  /** File name without `.yml`. */
  name: string
  /** By sampler parameter: the value, and whether it replaces what a request sets. */
  overrides: Record<string, { override: unknown; force?: boolean; additive?: boolean }>
}

/** A repository that a download finds; the first whose id fits counts. */
export interface RepositoryDefinition {
  /** `owner/name`; a `*` at the end fits any rest. */
  id: string
  /** The hub does not have it, whatever a later entry says. */
  missing?: boolean
  /** It can only be downloaded with a token. */
  gated?: boolean
  /** Files in it, default those of a model with one part; a download whose filters fit none of them is refused. */
  files?: string[]
  /** Time a download takes, default 0. */
  milliseconds?: number
}

/** What the server finds when it fetches an image for a model with vision. */
export interface ImageDefinition {
  /** The address; a `*` at the end fits any rest. */
  url: string
  /** An image, a connection that is refused (500), or nothing (400). */
  outcome: 'found' | 'refused' | 'missing'
}

/** How the server is set up; names in brackets are those of its own configuration file. */
export interface Settings {
  /** Seconds between pings of an event stream, default 15; 0 is never (network.sse_ping_interval). */
  pingSeconds?: number
  /** Serve the Kobold endpoints too, default true (network.api_servers). */
  kobold?: boolean
  /** Answer `stream: true` with plain JSON (developer.disable_request_streaming). */
  disableRequestStreaming?: boolean
  /** Load the model that a request names (model.inline_model_loading). */
  inlineModelLoading?: boolean
  /** Names that lists show first and that a request may use for whatever is loaded (model.dummy_model_names). */
  dummyModelNames?: string[]
  /** Put a traceback into error events (network.send_tracebacks). */
  sendTracebacks?: boolean
  /** Log request bodies (logging.log_requests): a body that is no object is then a 500. */
  logRequests?: boolean
  /** Bytes of a request body at most, default 8 MiB; a longer one gets a 413. The real server sets no limit. */
  maxBodyBytes?: number
  /** LoRA loads as shipped put every LoRA under `failure`; true makes them work as they are meant to. */
  workingLoras?: boolean
  /**
   * Fetch images at addresses that `images` does not list, as the real server does: 10 seconds and 20 MiB at most.
   * Default: false. Refused in a browser. Anyone who can reach the emulator can then make it send requests.
   */
  fetchImages?: boolean
  /** Follow directives such as `[[len:6]]` in the last message. Default: true. */
  directives?: boolean
  /** What replies without directives consist of: readable sentences, or the lorem ipsum of the recordings. */
  answers?: 'readable' | 'lorem'
  /**
   * Seed of readable replies, default 0: the same seed gives the same message the same reply. Each further choice of a
   * request (`n`) takes the next seed. The `seed` of a request is ignored, as it is by the server.
   */
  seed?: number
  /** Simulated speed of loading and generation. */
  speed?: Speed
}

/** Simulated speed. Everything defaults to 0: as fast as the machine allows. */
export interface Speed {
  /** Generated tokens per second of each stream; 0 is no delay. */
  tokensPerSecond?: number
  /** Time before the first token. */
  prefillMilliseconds?: number
  /** Time that loading one module of a model takes. */
  moduleMilliseconds?: number
}

/** What is loaded when the server starts. */
export interface LoadedAtStart {
  /** Name of the main model. */
  model?: string
  /** Name of the draft model. */
  draftModel?: string
  /** Name of the embedding model. */
  embeddingModel?: string
  /** Load parameters of the server's configuration file, which every load starts from. */
  parameters?: Partial<LoadParameters>
  /** Name of the sampler override preset. */
  preset?: string
}
