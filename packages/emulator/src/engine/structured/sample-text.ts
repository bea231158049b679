import { samplePattern } from './sample-pattern.js'

const FORMATS: Record<string, string> = {
  date: '2026-01-31',
  time: '12:30:00Z',
  'date-time': '2026-01-31T12:30:00Z',
  email: 'lorem@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uuid: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
}

/** Characters of one text at most. */
const LONGEST = 1_000_000

/** A text within a schema's pattern, format and lengths. */
export function sampleText(schema: Record<string, unknown>, wanted: string): string {
  if (typeof schema.pattern === 'string') return samplePattern(schema.pattern) ?? wanted
  let text = (typeof schema.format === 'string' ? FORMATS[schema.format] : undefined) ?? wanted
  const shortest = Number(schema.minLength ?? 0)
  if (shortest > LONGEST) throw new RangeError('the schema asks for too long a text')
  while (text.length < shortest) text += text || 'x'
  const longest = Math.max(Number(schema.maxLength ?? Infinity), 0)
  const end = text.length > shortest + wanted.length ? shortest : text.length
  return text.slice(0, Math.min(longest, end))
}
