import { isTabbyError, type TabbyClient } from '@tabby/core'
import { getModel, type LoadModelParams, type ModelCard, streamModelLoad } from '@tabby/models'
import type { Report } from '../output/report.js'

/** Loads a model and shows each step. */
export async function loadWithProgress(
  client: TabbyClient,
  params: LoadModelParams,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<{ alreadyLoaded: boolean }> {
  const { model_name: model } = params
  let alreadyLoaded = false
  try {
    for await (const step of await streamModelLoad(client, params, { signal })) {
      alreadyLoaded = step.alreadyLoaded
      await report.show({ type: 'load', model, ...step })
    }
  } catch (error) {
    if (signal.aborted) await report.show({ type: 'note', text: `the server goes on with the load of ${model}` })
    throw error
  }
  return { alreadyLoaded }
}

/** The loaded model, or `undefined` when there is none. */
export async function findLoadedModel(client: TabbyClient, signal: AbortSignal): Promise<ModelCard | undefined> {
  try {
    return await getModel(client, { signal })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}
