import type { Contender } from '../measure/contender.js'
import { getMedian, getQuantile } from '../measure/get-median.js'
import { runRounds } from '../measure/run-rounds.js'
import { getText } from '../server/answer-pieces.js'

/** A figure at one place of the horizontal axis, such as what a chunk costs at one length of the answer. */
export interface GrowthPoint {
  readonly name: string
  /** Events of the answer, or answers or calls at the same time. */
  readonly at: number
  /** Median of the CPU time per chunk, in microseconds, or of the calls per second. */
  readonly median: number
  readonly spread: readonly [number, number]
}

/** From 1 kB to 100 MB: an event has about 250 bytes. */
const lengths = [4, 40, 400, 4000, 40_000, 400_000]
const numbersOfStreams = [1, 10, 100, 1000]

/** A point of so many samples. */
export const toPoint = (name: string, at: number, values: readonly number[]): GrowthPoint => ({
  name,
  at,
  median: getMedian(values),
  spread: [getQuantile(values, 0.25), getQuantile(values, 0.75)],
})

function measure(contenders: readonly Contender[], baseUrl: string, count: [number, number, number], rounds: number) {
  const [events, repeats, parallel] = count
  const order = { baseUrl: `${baseUrl}/block-${events}`, work: 'stream', repeats, parallel } as const
  return runRounds(contenders, { order, units: repeats, text: getText(events) }, rounds)
}

/** What a chunk costs beyond the call itself, which is measured with answers that have none. */
export async function measureLengths(contenders: readonly Contender[], baseUrl: string, rounds: number) {
  const points: GrowthPoint[] = []
  const empty = await measure(contenders, baseUrl, [0, 400, 1], rounds)
  for (const events of lengths) {
    const repeats = Math.min(800, Math.max(1, 40_000 / events))
    const samples = await measure(contenders, baseUrl, [events, repeats, 1], rounds)
    for (const [name, values] of samples) {
      const call = getMedian(empty.get(name)!)
      points.push(
        toPoint(
          name,
          events,
          values.map((value) => (value - call) / events),
        ),
      )
    }
  }
  return points
}

/** What a chunk costs while so many answers of 1,000 events are read at the same time; the calls are part of it. */
export async function measureNumbers(contenders: readonly Contender[], baseUrl: string, rounds: number) {
  const points: GrowthPoint[] = []
  for (const parallel of numbersOfStreams) {
    const samples = await measure(contenders, baseUrl, [1000, Math.max(parallel, 50), parallel], rounds)
    for (const [name, values] of samples) {
      points.push(
        toPoint(
          name,
          parallel,
          values.map((value) => value / 1000),
        ),
      )
    }
  }
  return points
}
