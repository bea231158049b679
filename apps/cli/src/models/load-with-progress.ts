import { isTabbyError, type TabbyClient } from '@tabby/core'
import {
  ensureModel,
  getModel,
  type LoadedModel,
  type LoadModelParams,
  type ModelCard,
  type ModelLoadProgress,
  streamModelLoad,
} from '@tabby/models'
import type { Report } from '../output/report.js'

/** Where a load is shown, and what stops it. */
interface LoadTarget {
  readonly report: Report
  readonly signal: AbortSignal
}

/** Loads a model, also if it is loaded with other parameters, which the server then ignores. Shows each step. */
export async function loadWithProgress(
  client: TabbyClient,
  params: LoadModelParams,
  { report, signal }: LoadTarget,
): Promise<{ alreadyLoaded: boolean }> {
  return noteAbort(params.model_name, { report, signal }, async () => {
    let alreadyLoaded = false
    for await (const step of await streamModelLoad(client, params, { signal })) {
      alreadyLoaded = step.alreadyLoaded
      await report.show({ type: 'load', model: params.model_name, ...step })
    }
    return { alreadyLoaded }
  })
}

/** Makes sure that a model is loaded. Shows each step of a load. */
export async function ensureWithProgress(
  client: TabbyClient,
  model: string,
  { report, signal }: LoadTarget,
): Promise<LoadedModel> {
  return noteAbort(model, { report, signal }, async () => {
    let shown = Promise.resolve()
    const show = (step: ModelLoadProgress) => report.show({ type: 'load', model, ...step })
    const loaded = await ensureModel(
      client,
      { model_name: model },
      {
        signal,
        onProgress: ({ elapsed: _elapsed, timeLeft: _timeLeft, ...step }) => {
          shown = shown.then(() => show(step))
        },
      },
    )
    await shown
    return loaded
  })
}

async function noteAbort<Result>(
  model: string,
  { report, signal }: LoadTarget,
  load: () => Promise<Result>,
): Promise<Result> {
  try {
    return await load()
  } catch (error) {
    if (signal.aborted) await report.show({ type: 'note', text: `the server continues to load ${model}` })
    throw error
  }
}

/** The loaded model; `undefined` if there is none. */
export async function findLoadedModel(client: TabbyClient, signal: AbortSignal): Promise<ModelCard | undefined> {
  try {
    return await getModel(client, { signal })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}
