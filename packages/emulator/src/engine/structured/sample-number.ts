/** A number within a schema's limits, as near to the wanted one as they allow. */
export function sampleNumber(schema: Record<string, unknown>, wanted: number, whole: boolean): number {
  const limit = (name: string): number | undefined =>
    typeof schema[name] === 'number' && Number.isFinite(schema[name]) ? schema[name] : undefined
  const above = limit('exclusiveMinimum')
  const below = limit('exclusiveMaximum')
  const gap = whole ? 1 : Math.min(0.5, above !== undefined && below !== undefined ? (below - above) / 2 : 0.5)
  let low = Math.max(limit('minimum') ?? -Infinity, (above ?? -Infinity) + gap)
  let high = Math.min(limit('maximum') ?? Infinity, (below ?? Infinity) - gap)
  if (whole) [low, high] = [Math.ceil(low), Math.floor(high)]
  const bounded = Math.min(high, Math.max(low, wanted))
  const multiple = limit('multipleOf')
  if (!multiple) return bounded
  const rounded = Math.floor(bounded / multiple) * multiple
  // So small a step leaves the range of numbers on the way, and any number is a multiple of it as far as they reach.
  if (!Number.isFinite(rounded)) return bounded
  return rounded < low ? rounded + multiple : rounded
}
