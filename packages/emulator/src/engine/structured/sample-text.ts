const FORMATS: ReadonlyMap<string, string> = new Map([
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
const CHUNK = 256

/** A text within a schema's format and lengths, chunk by chunk: of a million characters only those that are read. */
export function* sampleText(schema: Record<string, unknown>, wanted: string): Generator<string> {
  const unit = (typeof schema.format === 'string' ? FORMATS.get(schema.format) : undefined) ?? wanted
  const shortest = Number(schema.minLength ?? 0)
  const longest = Math.max(Number(schema.maxLength ?? Infinity), 0)
  const doubled = doubleUntil(unit.length, shortest)
  let left = Math.min(longest, doubled > shortest + wanted.length ? shortest : doubled)
  const chunk = (unit || 'x').repeat(Math.max(1, Math.floor(CHUNK / (unit.length || 1))))
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
