import { getMedian, getQuantile } from './get-median.js'
import type { Samples } from './run-rounds.js'

/** What came out for one client in one row. */
export interface Figure {
  readonly name: string
  /** Median of the samples, in the unit of the row. */
  readonly median: number
  /** Median of the ratios to the floor of the same round. */
  readonly ratio: number
  /** First and third quartile of these ratios. */
  readonly spread: readonly [number, number]
}

/** Compares the samples of each client with those of a floor, round by round. */
export function compare(samples: Samples, floor: string): Figure[] {
  const base = samples.get(floor)!
  return [...samples].map(([name, values]) => {
    const ratios = values.map((value, round) => value / base[round]!)
    const spread = [getQuantile(ratios, 0.25), getQuantile(ratios, 0.75)] as const
    return { name, median: getMedian(values), ratio: getMedian(ratios), spread }
  })
}
