import { type TabbyClient, TabbyRequestError, TabbyResponseError, type TabbyStreamRequestOptions } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import { findCardDifference } from './find-card-difference.js'
import { getModel, readLoadedCard } from './get-model.js'
import type { LoadModelParams } from './load-model-params.js'
import type { LoadedModel } from './load-model.js'
import { estimateLoad, type ModelLoadEstimate } from './read-load-estimates.js'
import { streamModelLoad } from './stream-model-load.js'
import { takeTurn } from './take-turn.js'
import { unloadModel } from './unload-model.js'

/** Options of `ensureModel`. */
export interface EnsureModelOptions extends TabbyStreamRequestOptions {
  /**
   * Unload and reload a model that is loaded with other parameters. Without it, that is an error, because a reload ends
   * what others are generating. Default `false`.
   */
  force?: boolean | undefined
  /** Called with each step of a load and an estimate of the time left. Not called if nothing has to be loaded. */
  onProgress?: ((step: ModelLoadEstimate) => void) | undefined
}

/**
 * Ensures that a model is loaded as requested, and loads it only if it is not.
 *
 * `GET /v1/model`, then, if that shows another model or none, `POST /v1/model/load` and `GET /v1/model` again. The
 * name, `max_seq_len`, `cache_size`, `cache_mode` and `prompt_template`, if given, are compared with the card; a
 * `max_seq_len` above the `cache_size` counts as that `cache_size`, because the server reduces it. Other parameters
 * matter only if this call loads the model. For a model in nested folders, the card shows only the last part of the
 * name, so only that can be compared. Calls in one process for the same server wait for each other, so a model is
 * loaded once, however many calls ask for it at the same time.
 *
 * @param client - Needs an `adminKey` to load.
 * @param params - Which model, and how it must be loaded.
 * @param options - `force`, a progress callback, signal and timeouts of this call. An abort ends the wait; a load that
 * has begun continues on the server.
 * @returns The card of the loaded model; `alreadyLoaded` says whether there was nothing to do.
 * @throws TabbyRequestError when the model is loaded with other parameters and `force` is not set.
 * @throws TabbyResponseError when the server loaded something other than what you asked for: it silently ignores an
 * unknown prompt template, for example. `paths` names the field of the card. The model stays loaded.
 * @throws TabbyApiError and TabbyStreamError as `loadModel` does.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { ensureModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const params = { model_name: 'demo-base-3b-exl3', max_seq_len: 2048 }
 * const model = await ensureModel(client, params, {
 *   onProgress: ({ fraction, timeLeft }) => console.log(`${Math.round(100 * fraction)} %, ${timeLeft ?? '?'} ms left`),
 * })
 * console.log(model.id, model.alreadyLoaded)
 * ```
 */
export async function ensureModel(
  client: TabbyClient,
  params: LoadModelParams,
  options?: EnsureModelOptions,
): Promise<LoadedModel> {
  const settings = options ?? {}
  requireParams('ensureModel', params)
  const problem = readModelProblem(params, settings)
  if (problem) throw new TabbyRequestError(`ensureModel: ${problem}`)
  return takeTurn(client.baseUrl, settings.signal, () => ensureInTurn(client, params, settings))
}

/** Ensures a model while it is this caller's turn. */
export async function ensureInTurn(
  client: TabbyClient,
  params: LoadModelParams,
  options: EnsureModelOptions,
): Promise<LoadedModel> {
  const { force, onProgress, ...call } = options
  const card = await readLoadedCard(client, call)
  const difference = card && findCardDifference(card, params)
  if (card && !difference) return { ...card, alreadyLoaded: true }
  // The server would ignore all parameters of a model that is loaded (recording load_same_again).
  if (difference && difference.path !== 'id') {
    if (!force) throw new TabbyRequestError(`${difference.message}; force loads it again`)
    await unloadModel(client, call)
  }
  const estimate = estimateLoad()
  for await (const step of await streamModelLoad(client, params, call)) onProgress?.(estimate(step))
  const loaded = await getModel(client, call)
  const failure = findCardDifference(loaded, params)
  if (failure) {
    const message = `${failure.message}; a tabby_config.yml in the model's folder wins over the parameters of a load`
    throw new TabbyResponseError(message, { paths: [failure.path] })
  }
  return { ...loaded, alreadyLoaded: false }
}

/** Returns why a model cannot be ensured with these values, if there is a reason. It never quotes a value. */
export function readModelProblem(
  { model_name }: LoadModelParams,
  { force, onProgress }: EnsureModelOptions,
): string | undefined {
  if (typeof model_name !== 'string' || model_name === '') return 'model_name must name a model'
  if (force !== undefined && typeof force !== 'boolean') return 'force must be true or false'
  if (onProgress !== undefined && typeof onProgress !== 'function') return 'onProgress must be a function'
  return undefined
}
