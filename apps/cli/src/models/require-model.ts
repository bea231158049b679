import type { TabbyClient } from '@tabby/core'
import { getModel, type ModelCard } from '@tabby/models'
import { MissingKeyError } from '../failure/missing-key-error.js'
import { RefusedError } from '../failure/refused-error.js'
import type { Report } from '../output/report.js'
import { chooseModel } from './choose-model.js'
import { findLoadedModel } from './find-loaded-model.js'
import { loadWithProgress } from './load-with-progress.js'

/** What decides about a load. */
export interface RequireModelOptions {
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
