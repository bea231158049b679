import type { TabbyStream } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { estimateLoad, type ModelLoadEstimate } from './estimate-load.js'
import type { ModelLoadProgress } from './model-load-progress.js'

/**
 * Adds to each step of a load how long it has taken and how long the rest may take.
 *
 * The estimate takes it that what is left goes on at the speed so far, counted from the first step: what the load
 * waited in the queue does not count. It is wrong by as much as the parts differ in speed, and right in the end.
 *
 * @param steps - What `streamModelLoad` gave. Leaving the loop closes it.
 * @returns The same steps, with estimates, for one reader.
 * @throws whatever the steps throw.
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
