import { getMedian, getQuantile } from './get-median.js'
import type { Samples } from './run-rounds.js'

/** What came out for one client in one row. */
export interface Figure {
  readonly name: string
  /** Median of the samples, in the unit of the row. */
  readonly median: number
  /** Median of the ratios to the baseline of the same round. */
  readonly ratio: number
  /** First and third quartile of these ratios. */
  readonly spread: readonly [number, number]
}

/** Compares the samples of each client with those of a baseline, round by round. */
export function compare(samples: Samples, baseline: string): Figure[] {
  const base = samples.get(baseline)!
  return [...samples].map(([name, values]) => {
    const ratios = values.map((value, round) => value / base[round]!)
    const spread = [getQuantile(ratios, 0.25), getQuantile(ratios, 0.75)] as const
    return { name, median: getMedian(values), ratio: getMedian(ratios), spread }
  })
}
