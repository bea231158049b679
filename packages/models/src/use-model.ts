import type { TabbyClient } from '@tabby/core'
import { ensureInTurn, type EnsureModelOptions } from './ensure-model.js'
import type { LoadedModel } from './load-model.js'
import type { LoadModelParams } from './load-model-params.js'
import type { ModelCard } from './model-card.js'
import { readLoadedCard } from './read-loaded-card.js'
import { takeTurn } from './take-turn.js'
import { unloadModel } from './unload-model.js'

/** A model that is loaded until the end of a block. */
export interface UsedModel {
  /** The card of the loaded model. */
  readonly model: LoadedModel
  /** Puts the former state back, at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Makes sure of a model for a block of code, and afterwards puts back what was loaded before.
 *
 * `GET /v1/model`, then all that `ensureModel` does; at the end `POST /v1/model/load` for the former model, or
 * `POST /v1/model/unload` when there was none, and nothing when the model was loaded as asked already. The former model
 * comes back with the context, cache, rope, chunk size, vision part and template that its card showed; its draft model
 * and LoRAs are in no card and do not come back. A former model that was loaded by a path cannot be found by its name:
 * then the end of the block fails, and says so. Blocks have to lie in each other: of two that overlap, the one that
 * ends first takes its model away from the other.
 *
 * @param client - The client; it needs an `adminKey`.
 * @param params - Which model, and how it has to be loaded.
 * @param options - As for `ensureModel`. The signal counts for the beginning, not for the end, which is always done.
 * @returns The model, to be held by `await using`.
 * @throws as `ensureModel` does. A load that fails has thrown out the former model, which is loaded again then; after
 * an abort it is not, for the load goes on at the server.
 * @throws AggregateError with both errors when the former model could not be loaded again either.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getModel, useModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * {
 *   await using used = await useModel(client, { model_name: 'demo-base-3b-exl3' })
 *   console.log(used.model.id) // 'demo-base-3b-exl3'
 * }
 * console.log((await getModel(client)).id) // the model that was loaded before
 * ```
 */
export async function useModel(
  client: TabbyClient,
  params: LoadModelParams,
  options: EnsureModelOptions = {},
): Promise<UsedModel> {
  const { force: _force, onProgress: _onProgress, ...call } = options
  // One turn for all of it: a load that ran meanwhile would not be seen, or be undone.
  return takeTurn(client.baseUrl, options.signal, async () => {
    const former = await readLoadedCard(client, call)
    const restore = async () => {
      if (former) await ensureInTurn(client, toLoadParams(former), { force: true })
      else if (await readLoadedCard(client, {})) await unloadModel(client)
    }
    const model = await ensureInTurn(client, params, options).catch(async (error: unknown) => {
      // A load that was given up goes on at the server, and to put the former model back would wait for its end.
      if (!options.signal?.aborted) {
        await restore().catch((failure: unknown) => {
          const message = `${error}; and the former model could not be put back: ${failure}`
          throw new AggregateError([error, failure], message, { cause: error })
        })
      }
      throw error
    })
    let isRestored = model.alreadyLoaded
    return {
      model,
      async [Symbol.asyncDispose]() {
        if (isRestored) return
        isRestored = true
        await takeTurn(client.baseUrl, undefined, restore)
      },
    }
  })
}

function toLoadParams({ id, parameters }: ModelCard): LoadModelParams {
  const { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, use_vision } = parameters ?? {}
  // The model's own template is no file, and comes back by itself (recording template_list_api).
  const { prompt_template: template } = parameters ?? {}
  const prompt_template = template === 'from_tokenizer_config' ? undefined : template
  const shape = { max_seq_len, cache_size, cache_mode, rope_scale, rope_alpha, chunk_size, prompt_template }
  return { model_name: id, ...shape, vision: use_vision }
}
