import { type TabbyClient, TabbyRequestError } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/require-params'
import { restoreOnce } from '@tabby/kit/lifetime/restore-once'
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
  /** Restores the former state at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Makes sure of a model for a block of code, and afterwards restores what was loaded before.
 *
 * `GET /v1/model` and, when another model is loaded, `GET /v1/models`, then all that `ensureModel` does; at the end
 * `POST /v1/model/load` for the former model, or `POST /v1/model/unload` when there was none, and nothing when the
 * model was loaded as asked already. The former model comes back with the context, cache, rope, chunk size, vision part
 * and template that its card showed. What no card shows does not come back: its draft model, its LoRAs, and how it was
 * split over GPUs. **A former model in a nested folder (`model/exl3/4.00bpw`) cannot be loaded by the name in its
 * card**, so the call is refused before anything has changed, unless `model_name` is the path of that same model.
 * Blocks must be nested: of two that overlap, the one that ends first takes its model away from the other.
 *
 * @param client - It needs an `adminKey`.
 * @param params - Which model, and how it must be loaded.
 * @param options - As for `ensureModel`. The signal counts for the beginning, not for the end, which is always done.
 * @returns The model, to be held by `await using`.
 * @throws TabbyRequestError when the former model is in a nested folder, and could not be restored.
 * @throws as `ensureModel` does. A load that fails has thrown out the former model, which is loaded again then; after
 * an abort it is not, for the load goes on at the server.
 * @throws AggregateError with both errors when the former model could not be loaded again either.
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
  // One turn for all of it: a load that ran meanwhile would not be seen, or be undone.
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
      // A load that was given up goes on at the server, and restoring the former model would wait for its end.
      if (!settings.signal?.aborted) {
        await restore().catch((failure: unknown) => {
          const message = `${error}; and the former model could not be restored: ${failure}`
          throw new AggregateError([error, failure], message, { cause: error })
        })
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

/** Finds the name by which the loaded model can be loaded again: an admin key is shown every folder. */
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
  // The model's own template is no file, and comes back by itself (recording template_list_api).
  const { prompt_template: template } = parameters ?? {}
  const prompt_template = template === 'from_tokenizer_config' ? undefined : template
  const shape = { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, prompt_template }
  return { model_name: name, ...shape, vision: use_vision }
}
