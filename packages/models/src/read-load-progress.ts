import type { StandardSchema, TabbyCollector } from '@tabby/core'
import type { ModelLoadProgress } from './model-load-progress.js'

/** How much longer than the others the main model takes. A guess: the server tells sizes only when a part begins. */
const modelWeight = 8

/** Checks the events of one load, and adds what has to be known of the events before. */
export function readLoadProgress(hasDraft: boolean): {
  schema: StandardSchema<ModelLoadProgress>
  collector: TabbyCollector<ModelLoadProgress>
} {
  let last: ModelLoadProgress | undefined
  /** The stretch of the fraction that belongs to the part which is being loaded. */
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
      // Vision comes first, the model last (recordings load_vision, load_with_draft); a draft that was not asked for
      // can come from the server's configuration, and takes its share from what is left then.
      const later = model_type === 'model' ? 0 : modelWeight + (model_type === 'vision' && hasDraft ? 1 : 0)
      end = later ? begin + (1 - begin) / (1 + later) : 1
    }
    // A quotient first: a product of large numbers is endless.
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
