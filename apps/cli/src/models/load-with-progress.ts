import type { TabbyClient } from '@tabby/core'
import { type LoadModelParams, streamModelLoad } from '@tabby/models'
import type { Report } from '../output/report.js'

/** Loads a model and shows each step. */
export async function loadWithProgress(
  client: TabbyClient,
  params: LoadModelParams,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<{ alreadyLoaded: boolean }> {
  let alreadyLoaded = false
  for await (const step of await streamModelLoad(client, params, { signal })) {
    alreadyLoaded = step.alreadyLoaded
    await report.show({ type: 'load', model: params.model_name, ...step })
  }
  return { alreadyLoaded }
}
