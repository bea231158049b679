import { createDemoWorld } from '../../src/index.js'
import type { World } from '../../src/index.js'

/** Asks the live server for a JSON answer. */
export type AskJson = (method: 'GET', path: string) => Promise<{ status: number; body: any }>

/** A server's state, as far as its answers have another shape with it. */
export interface MirroredState {
  /** A world with a model, and with what that server says of its presets. */
  readonly world: World
  readonly hasModel: boolean
  /** Chats are refused without one. */
  readonly hasTemplate: boolean
  /** The loaded embedding model. */
  readonly embeddingModel: string | undefined
  /** A generation has crashed there since it was started. */
  readonly isUnhealthy: boolean
  /** The load that brings its model back, or `undefined` when it has none that a load can name. */
  readonly load: Record<string, unknown> | undefined
}

/** Reads the state that a live server is in. Makes GET requests only. */
export async function mirrorServer(ask: AskJson): Promise<MirroredState> {
  const world = createDemoWorld()
  const [health, model, overrides, models, embedding] = [
    await ask('GET', '/health'),
    await ask('GET', '/v1/model'),
    await ask('GET', '/v1/sampling/overrides'),
    await ask('GET', '/v1/models'),
    await ask('GET', '/v1/model/embedding'),
  ]
  const { selected_preset: name, overrides: values = {}, presets = [] } = overrides.body
  world.presets = presets.map((preset: string) => ({ name: preset, overrides: {} }))
  if (typeof name === 'string' && world.loaded) {
    world.presets = [{ name, overrides: values }, ...(world.presets ?? []).filter((preset) => preset.name !== name)]
    world.loaded.preset = name
  }
  const hasModel = model.status === 200
  return {
    world,
    hasModel,
    hasTemplate: !hasModel || Boolean(model.body.parameters?.prompt_template),
    embeddingModel: embedding.status === 200 ? embedding.body.id : undefined,
    isUnhealthy: health.status === 503,
    load: hasModel ? describeLoad(model.body, models.body) : undefined,
  }
}

/** A model in a folder of a folder is shown by the last part of its name, by which no load finds it. */
export function describeLoad({ id, parameters }: any, { data = [] }: any): Record<string, unknown> | undefined {
  if (!data.some((card: { id: string }) => card.id === id)) return undefined
  const { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, prompt_template, use_vision } =
    parameters ?? {}
  const template = prompt_template === 'from_tokenizer_config' ? undefined : prompt_template
  const kept = { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, prompt_template: template }
  return { model_name: id, ...kept, vision: use_vision }
}
