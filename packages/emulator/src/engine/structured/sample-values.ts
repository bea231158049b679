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

const formats: ReadonlyMap<string, string> = new Map([
  ['date', '2026-01-31'],
  ['time', '12:30:00Z'],
  ['date-time', '2026-01-31T12:30:00Z'],
  ['email', 'lorem@example.com'],
  ['uri', 'https://example.com/'],
  ['url', 'https://example.com/'],
  ['hostname', 'example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['uuid', '6ba7b810-9dad-41d1-80b4-00c04fd430c8'],
])

/** Characters that are made at once. */
const chunkLength = 256

/** A text within a schema's format and lengths, chunk by chunk: of a million characters only those that are read. */
export function* sampleText(schema: Record<string, unknown>, wanted: string): Generator<string> {
  const unit = (typeof schema.format === 'string' ? formats.get(schema.format) : undefined) ?? wanted
  const shortest = Number(schema.minLength ?? 0)
  const longest = Math.max(Number(schema.maxLength ?? Infinity), 0)
  const doubled = doubleUntil(unit.length, shortest)
  let left = Math.min(longest, doubled > shortest + wanted.length ? shortest : doubled)
  const chunk = (unit || 'x').repeat(Math.max(1, Math.floor(chunkLength / (unit.length || 1))))
  while (left > 0) {
    yield chunk.slice(0, left)
    left -= chunk.length
  }
}

/** A text is doubled until it is long enough, and cut when that made it much too long. */
function doubleUntil(length: number, shortest: number): number {
  let doubled = length
  while (doubled < shortest) doubled += doubled || 1
  return doubled
}
