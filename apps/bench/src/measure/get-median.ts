/** The value below which this share of the values lies: 0.5 for the median. */
export function getQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]!
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1)
}

/** The value in the middle. */
export function getMedian(values: readonly number[]): number {
  return getQuantile(values, 0.5)
}
