import type { StandardSchema, TabbyCollector } from '@tabby/core'

/** One step of a load. */
export interface ModelLoadProgress {
  /** The part that is being loaded: first `vision`, then `draft`, if there are any, and `model` last. */
  model_type: 'vision' | 'draft' | 'model' | (string & {})
  /** Modules of this part that are loaded, starting with 1. */
  module: number
  /** Modules of this part. */
  modules: number
  /** `processing`, then `finished` once at the end of each part. */
  status: 'processing' | 'finished' | (string & {})
  /**
   * How much of the whole load is done, 0 to 1; it never decreases, and is 1 when `model` is finished. Within a part,
   * it counts modules. The server does not report in advance which parts there are, so their shares are a guess: of
   * what is left, a vision or draft part gets an eighth of what the main model gets.
   */
  fraction: number
  /** Whether this model was already loaded: the server then did nothing and ignored all parameters. */
  alreadyLoaded: boolean
}

/** How much longer the main model takes than the other parts. A guess: sizes are only known when a part begins. */
const modelWeight = 8

/** Checks the events of one load, and adds what follows from earlier events. */
export function readLoadProgress(hasDraft: boolean): {
  schema: StandardSchema<ModelLoadProgress>
  collector: TabbyCollector<ModelLoadProgress>
} {
  let last: ModelLoadProgress | undefined
  /** The section of the fraction that belongs to the part being loaded. */
  let begin = 0
  let end = 0

  const validate = (value: unknown) => {
    const { module, modules, status, model_type: sentType } = (value ?? {}) as Partial<Record<string, unknown>>
    const model_type = sentType ?? 'model'
    if (!isCount(module) || !isCount(modules) || typeof status !== 'string' || typeof model_type !== 'string') {
      return { issues: [{ message: 'not the progress of a load' }] }
    }
    if (model_type !== last?.model_type) {
      begin = end
      // Vision comes first, the model last (recordings load_vision, load_with_draft); a draft that was not requested
      // can come from the server's configuration, and then takes its share from what is left.
      const later = model_type === 'model' ? 0 : modelWeight + (model_type === 'vision' && hasDraft ? 1 : 0)
      end = later ? begin + (1 - begin) / (1 + later) : 1
    }
    // Divide first: a product of large numbers is infinite.
    const reached = begin + (end - begin) * Math.min(1, module / (modules || 1))
    const fraction = Math.max(last?.fraction ?? 0, status === 'finished' ? end : Math.min(end, reached))
    // One module of one, at once and without another part before it (recordings load_same_again, load_with_params).
    const alreadyLoaded = last?.alreadyLoaded ?? (model_type === 'model' && modules === 1)
    last = { ...(value as object), model_type, module, modules, status, fraction, alreadyLoaded }
    return { value: last }
  }

  return {
    schema: { '~standard': { version: 1, vendor: 'tabby', validate } },
    collector: {
      add: () => {},
      getResult: () => last,
      // There is no [DONE], and each part has a `finished` of its own.
      isComplete: () => last?.model_type === 'model' && last.status === 'finished',
    },
  }
}

/** JSON has 1e999, which is read as Infinity. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
