import type { ModelLoadProgress } from './model-load-progress.js'

/** One step of a load, with an estimate of how long the rest takes. */
export interface ModelLoadEstimate extends ModelLoadProgress {
  /** Time since the first step, in milliseconds. What the load waited in the queue before it does not count. */
  elapsed: number
  /** Guess of the time until the model is loaded, in milliseconds; undefined until two steps that differ have come. */
  timeLeft: number | undefined
}

/** The least that has to be done before the rest can be estimated. A load of a thousand modules has larger steps. */
const smallestPart = 1e-6

/** Makes a function that adds an estimate to each step of one load: what is left takes as long as what is done did. */
export function estimateLoad(): (step: ModelLoadProgress) => ModelLoadEstimate {
  let begin: { time: number; fraction: number } | undefined
  return (step) => {
    const time = performance.now()
    begin ??= { time, fraction: step.fraction }
    const elapsed = time - begin.time
    const done = step.fraction - begin.fraction
    const left = 1 - step.fraction
    const timeLeft = left === 0 ? 0 : (elapsed * left) / done
    // Before anything is done there is no speed, and after next to nothing it is none to count on.
    return { ...step, elapsed, timeLeft: done >= smallestPart || left === 0 ? timeLeft : undefined }
  }
}
