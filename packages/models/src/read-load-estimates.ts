import type { TabbyStream } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import type { ModelLoadProgress } from './read-load-progress.js'

/** One step of a load, with an estimate of how long the rest takes. */
export interface ModelLoadEstimate extends ModelLoadProgress {
  /** Time since the first step, in milliseconds. Time in the queue before it does not count. */
  elapsed: number
  /** Estimated time until the model is loaded, in milliseconds; undefined until two different steps have arrived. */
  timeLeft: number | undefined
}

/** The least that must be done before the rest can be estimated. A load of a thousand modules has larger steps. */
const smallestPart = 1e-6

/** Creates a function that adds an estimate to each step of one load, assuming that the speed stays the same. */
export function estimateLoad(): (step: ModelLoadProgress) => ModelLoadEstimate {
  let begin: { time: number; fraction: number } | undefined
  return (step) => {
    const time = performance.now()
    begin ??= { time, fraction: step.fraction }
    const elapsed = time - begin.time
    const done = step.fraction - begin.fraction
    const left = 1 - step.fraction
    const timeLeft = left === 0 ? 0 : (elapsed * left) / done
    // Before anything is done there is no speed, and after very little it is not reliable.
    return { ...step, elapsed, timeLeft: done >= smallestPart || left === 0 ? timeLeft : undefined }
  }
}

/**
 * Adds to each step of a load how long it has taken and how long the rest may take.
 *
 * The estimate assumes that the rest continues at the speed so far, counted from the first step: time in the queue does
 * not count. It is wrong by as much as the parts differ in speed.
 *
 * @param steps - From `streamModelLoad`. Leaving the loop closes the stream.
 * @returns The same steps, with estimates. A stream can be read once.
 * @throws Whatever the steps throw.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readLoadEstimates, streamModelLoad } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const steps = await streamModelLoad(client, { model_name: 'demo-vision-8b-exl3' })
 * for await (const { fraction, timeLeft } of readLoadEstimates(steps)) {
 *   const seconds = timeLeft === undefined ? '?' : Math.round(timeLeft / 1000)
 *   console.log(`${Math.round(100 * fraction)} %, ${seconds} s left`)
 * }
 * ```
 */
export function readLoadEstimates(steps: AsyncIterable<ModelLoadProgress>): TabbyStream<ModelLoadEstimate> {
  const estimate = estimateLoad()
  return mapStream(steps, (step, estimates) => void estimates.push(estimate(step)))
}
