import { type TabbyClient, TabbyRequestError } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import { addRestoreError, restoreOnce } from '@tabby/kit/lifetime/restore-once'
import { ensureInTurn, type EnsureModelOptions, readModelProblem } from './ensure-model.js'
import { findCardDifference, toLoadedName } from './find-card-difference.js'
import { listModels } from './list-models.js'
import type { LoadedModel } from './load-model.js'
import type { LoadModelParams } from './load-model-params.js'
import type { ModelCard } from './model-card.js'
import { readLoadedCard } from './get-model.js'
import { takeTurn } from './take-turn.js'
import { unloadModel } from './unload-model.js'

/** A model that is loaded until the end of a block. */
export interface AcquiredModel {
  /** The card of the loaded model. */
  readonly model: LoadedModel
  /** Restores the previous state at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Ensures that a model is loaded for a block of code, and then restores what was loaded before.
 *
 * `GET /v1/model` and, if another model is loaded, `GET /v1/models`, then everything that `ensureModel` does; at the
 * end `POST /v1/model/load` for the previous model, `POST /v1/model/unload` if there was none, or nothing if the
 * requested model was already loaded. The previous model comes back with the context, cache, rope, chunk size, vision
 * part and template that its card showed. Anything the card does not show is not restored: its draft model, its LoRAs,
 * and how it was split over GPUs. **A previous model in a nested folder (`model/exl3/4.00bpw`) cannot be loaded by the
 * name on its card**, so the call is refused before anything changes, unless `model_name` is the path of that same
 * model. Blocks must be nested: if two overlap, the one that ends first unloads the other's model.
 *
 * @param client - Needs an `adminKey`.
 * @param params - Which model, and how it must be loaded.
 * @param options - As for `ensureModel`. The signal applies to the first part only; the restoring at the end always
 * runs.
 * @returns A handle for `await using`, with the card of the model.
 * @throws TabbyRequestError when the previous model is in a nested folder and could not be restored.
 * @throws Whatever `ensureModel` throws. A failed load has unloaded the previous model, which is then loaded again; not
 * after an abort, because the load continues on the server.
 * If the previous model could not be loaded again either, the message says so, and `restoreError` is the error of that.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getModel, acquireModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * {
 *   await using used = await acquireModel(client, { model_name: 'demo-base-3b-exl3' })
 *   console.log(used.model.id) // 'demo-base-3b-exl3'
 * }
 * console.log((await getModel(client)).id) // the model that was loaded before
 * ```
 */
export async function acquireModel(
  client: TabbyClient,
  params: LoadModelParams,
  options?: EnsureModelOptions,
): Promise<AcquiredModel> {
  const settings = options ?? {}
  requireParams('acquireModel', params)
  const problem = readModelProblem(params, settings)
  if (problem) throw new TabbyRequestError(`acquireModel: ${problem}`)
  const { force, onProgress: _onProgress, ...call } = settings
  // All of it is one turn: a load in between would go unnoticed, or be undone.
  return takeTurn(client.baseUrl, settings.signal, async () => {
    const former = await readLoadedCard(client, call)
    const difference = former && findCardDifference(former, params)
    // The same model with other parameters is refused anyway without `force`.
    const isChange = difference && (force || difference.path === 'id')
    const name = isChange ? await findLoadName(client, former.id, params, call) : undefined
    const restore = async () => {
      if (former) await ensureInTurn(client, toLoadParams(former, name), { force: true })
      else if (await readLoadedCard(client, {})) await unloadModel(client)
    }
    const model = await ensureInTurn(client, params, settings).catch(async (error: unknown) => {
      // An abandoned load continues on the server, and restoring the previous model would wait for its end.
      if (!settings.signal?.aborted) {
        await restore().catch((failure: unknown) => addRestoreError(error, failure, 'the former model'))
      }
      throw error
    })
    const isUnchanged = model.alreadyLoaded
    const end = restoreOnce(async () => {
      if (!isUnchanged) await takeTurn(client.baseUrl, undefined, restore)
    })
    return { model, ...end }
  })
}

/** Finds the name by which the loaded model can be loaded again: an admin key sees every folder. */
async function findLoadName(
  client: TabbyClient,
  id: string,
  { model_name }: LoadModelParams,
  call: Parameters<typeof listModels>[1],
): Promise<string> {
  const { data } = await listModels(client, call)
  if (data.some((model) => model.id === id)) return id
  if (toLoadedName(model_name) === id) return model_name
  throw new TabbyRequestError(
    `acquireModel could not restore the model ${id}: it is in a nested folder, and the server does not say in which. ` +
      'Nothing was changed; use ensureModel, and load the former model by its path yourself',
  )
}

function toLoadParams({ id, parameters }: ModelCard, name = id): LoadModelParams {
  const { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, use_vision } = parameters ?? {}
  // The model's own template is not a file, and comes back by itself (recording template_list_api).
  const { prompt_template: template } = parameters ?? {}
  const prompt_template = template === 'from_tokenizer_config' ? undefined : template
  const shape = { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, prompt_template }
  return { model_name: name, ...shape, vision: use_vision }
}
