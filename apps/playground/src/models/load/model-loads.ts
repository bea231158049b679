import { signal } from '@preact/signals'
import type { LoadModelParams } from '@tabby/models'

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

/** Whether a load from this page is running on the server. */
export function isLoading(baseUrl: string): boolean {
  const phase = modelLoads.value[baseUrl]?.phase
  return phase === 'waiting' || phase === 'loading'
}

/** Forgets the latest load on the server, and what came of it. */
export function forgetLoad(baseUrl: string): void {
  modelLoads.value = { ...modelLoads.value, [baseUrl]: undefined }
}
