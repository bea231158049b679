import { signal } from '@preact/signals'
import { getModel, type LoadModelParams, readLoadEstimates, streamModelLoad, unloadModel } from '@tabby/models'
import type { TabbyClient } from '@tabby/core'
import { noteServerChange } from '../../server/server-changes.js'
import { compareWithCard } from './compare-with-card.js'

/** One part of a model that is loaded. */
export interface LoadPart {
  readonly type: string
  readonly module: number
  readonly modules: number
}

/** A load, from the request to its end. */
export interface ModelLoad {
  readonly params: LoadModelParams
  /** `waiting` also while the server finishes earlier generations and loads. */
  readonly phase: 'waiting' | 'loading' | 'loaded' | 'failed'
  readonly parts: readonly LoadPart[]
  /** 0 to 1, over all parts. */
  readonly fraction: number
  readonly timeLeft: number | undefined
  /** The model was already loaded, and the server has ignored all parameters. */
  readonly alreadyLoaded: boolean
  /** What differs from the request. */
  readonly differences: readonly string[]
  readonly error?: unknown
}

/**
 * The latest load from this page on each server, by its address: connecting there again, for example with another key,
 * finds it again. It continues while another view is open.
 */
export const modelLoads = signal<Readonly<Record<string, ModelLoad | undefined>>>({})

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
