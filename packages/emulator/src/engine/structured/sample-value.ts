import { isDictionary } from '../../json/is-dictionary.js'
import { samplePattern } from './sample-pattern.js'

/** A JSON schema, as a request carries it. */
export type JsonSchema = Record<string, unknown> | boolean

/** The words that samples are made of. */
export interface SampleWords {
  /** A string for the property of that name. */
  text(property: string): string
  readonly integer: number
  readonly decimal: number
}

/** Makes a value that satisfies a schema: every listed property, two items per list, the first of an enumeration. */
export function sampleValue(schema: JsonSchema, words: SampleWords, property = '', root: JsonSchema = schema, depth = 0): unknown {
  if (typeof schema === 'boolean' || depth > 12) return words.text(property)
  const again = (inner: unknown, name = property): unknown =>
    sampleValue(isDictionary(inner) || typeof inner === 'boolean' ? inner : {}, words, name, root, depth + 1)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (typeof schema.$ref === 'string') return again(resolveReference(schema.$ref, root))
  for (const key of ['anyOf', 'oneOf'] as const) {
    const variants = schema[key]
    if (Array.isArray(variants) && variants.length > 0) {
      const { [key]: _variants, ...rest } = schema
      return again(merge([rest, variants[0]], root))
    }
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema
    return again(merge([rest, ...allOf], root))
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type ?? guessType(schema)) {
    case 'object':
      return sampleObject(schema, again)
    case 'array':
      return sampleArray(schema, again)
    case 'integer':
      return sampleNumber(schema, words.integer, 1)
    case 'number':
      return sampleNumber(schema, words.decimal, 0)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return sampleText(schema, words.text(property))
  }
}

function guessType(schema: Record<string, unknown>): string {
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema) return 'object'
  if ('items' in schema || 'prefixItems' in schema || 'minItems' in schema) return 'array'
  if ('minimum' in schema || 'maximum' in schema || 'multipleOf' in schema) return 'number'
  return 'string'
}

function sampleObject(schema: Record<string, unknown>, again: (inner: unknown, name: string) => unknown): unknown {
  const value: Record<string, unknown> = {}
  const properties = isDictionary(schema.properties) ? schema.properties : {}
  for (const [name, inner] of Object.entries(properties)) if (inner !== false) value[name] = again(inner, name)
  for (const name of Array.isArray(schema.required) ? schema.required : []) {
    if (typeof name === 'string' && !(name in value)) value[name] = again(schema.additionalProperties, name)
  }
  const minimum = Number(schema.minProperties ?? 0)
  for (let index = 1; Object.keys(value).length < minimum; index++) {
    value[`key${index}`] = again(schema.additionalProperties, `key${index}`)
  }
  return value
}

function sampleArray(schema: Record<string, unknown>, again: (inner: unknown) => unknown): unknown[] {
  const leading = Array.isArray(schema.prefixItems) ? schema.prefixItems.map((inner) => again(inner)) : []
  const most = Number(schema.maxItems ?? Infinity)
  const wanted = Math.min(most, Math.max(Number(schema.minItems ?? 0), leading.length > 0 ? leading.length : 2))
  const value = leading.slice(0, wanted)
  while (value.length < wanted && schema.items !== false) value.push(again(schema.items))
  return schema.uniqueItems === true ? makeUnique(value, schema) : value
}

/** Two samples of one schema are equal; where a list may not repeat itself they are told apart, or there is only one. */
function makeUnique(value: unknown[], schema: Record<string, unknown>): unknown[] {
  const items = isDictionary(schema.items) ? schema.items : {}
  if (Array.isArray(items.enum)) return items.enum.slice(0, value.length)
  return value.map((item, index) => {
    if (index === 0) return item
    if (typeof item === 'number') return item + index
    return typeof item === 'string' ? `${item}${index + 1}` : item
  }).filter((item, index) => index === 0 || typeof item !== 'object')
}

function sampleNumber(schema: Record<string, unknown>, wanted: number, step: number): number {
  const limit = (name: string): number | undefined => (typeof schema[name] === 'number' ? schema[name] : undefined)
  const gap = step || 0.5
  const low = Math.max(limit('minimum') ?? -Infinity, (limit('exclusiveMinimum') ?? -Infinity) + gap)
  const high = Math.min(limit('maximum') ?? Infinity, (limit('exclusiveMaximum') ?? Infinity) - gap)
  const bounded = Math.min(high, Math.max(low, wanted))
  const multiple = limit('multipleOf')
  if (multiple) {
    const rounded = Math.floor(bounded / multiple) * multiple
    return rounded < low ? rounded + multiple : rounded
  }
  if (!step) return bounded
  return bounded === high ? Math.floor(bounded) : Math.ceil(bounded)
}

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

function sampleText(schema: Record<string, unknown>, wanted: string): string {
  if (typeof schema.pattern === 'string') return samplePattern(schema.pattern) ?? wanted
  let text = (typeof schema.format === 'string' ? FORMATS[schema.format] : undefined) ?? wanted
  const shortest = Number(schema.minLength ?? 0)
  while (text.length < shortest) text += text || 'x'
  const longest = Math.max(Number(schema.maxLength ?? Infinity), 0)
  return text.length > longest || text.length > shortest + wanted.length ? text.slice(0, Math.max(shortest, Math.min(longest, text.length))) : text
}

function merge(schemas: readonly unknown[], root: JsonSchema): Record<string, unknown> {
  const merged: Record<string, unknown> = {}
  for (const part of schemas) {
    const schema = isDictionary(part) && typeof part.$ref === 'string' ? resolveReference(part.$ref, root) : part
    if (!isDictionary(schema)) continue
    for (const [key, value] of Object.entries(schema)) {
      const before = merged[key]
      if (key === 'properties' && isDictionary(before) && isDictionary(value)) merged[key] = { ...before, ...value }
      else if (key === 'required' && Array.isArray(before) && Array.isArray(value)) merged[key] = [...before, ...value]
      else merged[key] = value
    }
  }
  return merged
}

function resolveReference(reference: string, root: JsonSchema): unknown {
  let target: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    target = isDictionary(target) ? target[key] : Array.isArray(target) ? target[Number(key)] : undefined
  }
  return target
}
