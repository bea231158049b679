import type { TabbyClient } from '@tabby/core'
import { getModel, listModels, type ModelCard } from '@tabby/models'
import { MissingKeyError, RefusedError } from '../failure/errors.js'
import type { Report } from '../output/report.js'
import { findLoadedModel, loadWithProgress } from './load-with-progress.js'

/** What decides about a load. */
interface RequireModelOptions {
  /** The model to have, also when another one is loaded; default whatever is loaded. */
  readonly wanted: string | undefined
  readonly permission: string
  readonly report: Report
  readonly signal: AbortSignal
}

/** Sees to it that a model is loaded that can chat. */
export async function requireModel(client: TabbyClient, options: RequireModelOptions): Promise<ModelCard> {
  const { wanted, permission, report, signal } = options
  const loaded = await findLoadedModel(client, signal)
  if (loaded && (wanted === undefined || wanted === loaded.id)) return checkTemplate(loaded)
  if (permission !== 'admin') {
    const problem = loaded ? `${loaded.id} is loaded` : 'no model is loaded'
    throw new MissingKeyError(`${problem}, and the key may not load one; TABBY_ADMIN_KEY holds a key that may`)
  }
  const name = wanted ?? (await chooseModel(client, signal))
  const why = wanted === undefined ? `no model is loaded; loading ${name} (--model names another)` : `loading ${name}`
  await report.show({ type: 'note', text: why })
  await loadWithProgress(client, { model_name: name }, { report, signal })
  return checkTemplate(await getModel(client, { signal }))
}

function checkTemplate(model: ModelCard): ModelCard {
  // Asking would be answered with a 422 (recording chat_without_template).
  if (model.parameters && !model.parameters.prompt_template) {
    throw new RefusedError(`${model.id} has no prompt template and cannot chat; --model names another`)
  }
  return model
}

/** Formats that servers of today cannot load: ExLlamaV3 reads EXL3 and plain weights. */
const unloadable = /gptq|awq|gguf|ggml|exl2/i
const unfit = /base|draft|embed|lora|vision|-vl/i

/** Names the model that is likeliest to load and to chat: EXL3 before others, then the smallest by its name. */
async function chooseModel(client: TabbyClient, signal: AbortSignal): Promise<string> {
  const { data } = await listModels(client, { signal })
  const [best] = data
    .map(({ id }) => id)
    .filter((name) => !unloadable.test(name))
    .map((name) => ({ name, rank: rankName(name) }))
    .sort((left, right) => left.rank - right.rank || left.name.localeCompare(right.name))
  if (!best) throw new RefusedError('no model is loaded, and the model directory of the server holds none to load')
  return best.name
}

function rankName(name: string): number {
  // Parameters in billions: `demo-8b-exl3`, `qwen3-0.6B`; a name without says nothing, so it comes last.
  const billions = Number(/(?<![\d.a-z])(\d+(?:\.\d+)?)b(?![a-z\d])/i.exec(name)?.[1] ?? 999)
  return billions + (/exl3|bpw/i.test(name) ? 0 : 10_000) + (unfit.test(name) ? 100_000 : 0)
}
