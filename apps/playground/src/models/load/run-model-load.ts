import { getModel, type LoadModelParams, readLoadEstimates, streamModelLoad, unloadModel } from '@tabby/models'
import type { TabbyClient } from '@tabby/core'
import { noteServerChange } from '../../server/server-changes.js'
import { compareWithCard } from './compare-with-card.js'
import { type ModelLoad, modelLoads } from './model-loads.js'

/** Loads a model, keeps `modelLoads` up to date and never throws; `unloadFirst` if parameters are to change. */
export async function runModelLoad(client: TabbyClient, params: LoadModelParams, unloadFirst = false): Promise<void> {
  let load: ModelLoad = {
    params,
    phase: 'waiting',
    parts: [],
    fraction: 0,
    timeLeft: undefined,
    alreadyLoaded: false,
    differences: [],
  }
  const show = (change: Partial<ModelLoad>): void => {
    load = { ...load, ...change }
    modelLoads.value = { ...modelLoads.value, [client.baseUrl]: load }
  }
  show({})
  try {
    if (unloadFirst) await unloadModel(client)
    for await (const step of readLoadEstimates(await streamModelLoad(client, params))) {
      const { model_type: type, module, modules, fraction, timeLeft, alreadyLoaded } = step
      const parts = [...load.parts.filter((part) => part.type !== type), { type, module, modules }]
      const isFirst = load.phase === 'waiting'
      show({ phase: 'loading', parts, fraction, timeLeft, alreadyLoaded })
      // The model that was loaded before is gone by now.
      if (isFirst) noteServerChange()
    }
    const card = await getModel(client)
    show({ phase: 'loaded', fraction: 1, timeLeft: 0, differences: compareWithCard(params, card) })
  } catch (error) {
    show({ phase: 'failed', error })
  } finally {
    noteServerChange()
  }
}
