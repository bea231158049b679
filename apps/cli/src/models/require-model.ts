import type { TabbyClient } from '@tabby/core'
import { listModels, type ModelCard } from '@tabby/models'
import { MissingKeyError, RefusedError } from '../failure/errors.js'
import type { Report } from '../output/report.js'
import { ensureWithProgress, findLoadedModel } from './load-with-progress.js'

/** What decides whether a model is loaded. */
interface RequireModelOptions {
  /** The model to load, also if another one is loaded; default whatever is loaded. */
  readonly wanted: string | undefined
  readonly permission: string
  readonly report: Report
  readonly signal: AbortSignal
}

/** Makes sure that a model is loaded, and that it can chat. */
export async function requireModel(client: TabbyClient, options: RequireModelOptions): Promise<ModelCard> {
  const { wanted, permission, report, signal } = options
  const loaded = await findLoadedModel(client, signal)
  if (loaded && (wanted === undefined || wanted === loaded.id)) return checkTemplate(loaded)
  if (permission !== 'admin') {
    const problem = loaded ? `${loaded.id} is loaded` : 'no model is loaded'
    throw new MissingKeyError(`${problem}, and the key is not allowed to load one: set TABBY_ADMIN_KEY to an admin key`)
  }
  const name = wanted ?? (await chooseModel(client, signal))
  const why = wanted === undefined ? `no model is loaded; loading ${name} (--model chooses another)` : `loading ${name}`
  await report.show({ type: 'note', text: why })
  return checkTemplate(await ensureWithProgress(client, name, { report, signal }))
}

function checkTemplate(model: ModelCard): ModelCard {
  // The server would respond with a 422 (recording chat_without_template).
  if (model.parameters && !model.parameters.prompt_template) {
    throw new RefusedError(`${model.id} has no prompt template and cannot chat: choose another model with --model`)
  }
  return model
}

/** Formats that the server cannot load: ExLlamaV3 reads EXL3 and plain weights. */
const unloadable = /gptq|awq|gguf|ggml|exl2/i
const unfit = /base|draft|embed|lora|vision|-vl/i

/** Chooses the model that most likely loads and chats: EXL3 before others, then the smallest by its name. */
async function chooseModel(client: TabbyClient, signal: AbortSignal): Promise<string> {
  const { data } = await listModels(client, { signal })
  const [best] = data
    .map(({ id }) => id)
    .filter((name) => !unloadable.test(name))
    .map((name) => ({ name, rank: rankName(name) }))
    .sort((left, right) => left.rank - right.rank || left.name.localeCompare(right.name))
  if (!best)
    throw new RefusedError('no model is loaded, and the model directory of the server has none that it can load')
  return best.name
}

function rankName(name: string): number {
  // Parameters in billions: `demo-8b-exl3`, `qwen3-0.6B`; a name without them comes last.
  const billions = Number(/(?<![\d.a-z])(\d+(?:\.\d+)?)b(?![a-z\d])/i.exec(name)?.[1] ?? 999)
  return billions + (/exl3|bpw/i.test(name) ? 0 : 10_000) + (unfit.test(name) ? 100_000 : 0)
}
