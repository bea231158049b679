import { isDictionary } from '../../json/dictionary.js'
import { quoteLazily, writeJsonLazily } from '../../json/write-json-lazily.js'
import { spacedJson } from '../../json/write-json.js'
import { samplePattern } from './sample-pattern.js'
import { sampleNumber, sampleText } from './sample-values.js'
import { createSchemaReader, deepest, type JsonSchema, type SchemaReader } from './schema-reader.js'

/** The words that samples are made of. */
export interface SampleWords {
  /** A string for the property of that name. */
  text(property: string): string
  readonly integer: number
  readonly decimal: number
}

/** One member of a sampled object. */
export interface SampledMember {
  readonly name: string
  /** A text goes without quotes. */
  readonly isText: boolean
  readonly chunks: Iterable<string>
}

/** What all steps of one sample share. */
interface Sampling {
  readonly words: SampleWords
  readonly reader: SchemaReader
  /** What was made of each pattern, which takes work. */
  readonly patterns: Map<string, string | undefined>
}

/** One value that is to be made. `turn` tells it from others of a list that may not repeat itself. */
interface Wanted {
  readonly schema: JsonSchema
  readonly depth: number
  readonly property: string
  readonly turn: number
}

/**
 * Writes a JSON value that satisfies a schema: every listed property, two items per list, the first of an enumeration.
 * It comes chunk by chunk, so that a schema that asks for a billion items costs what is read of it. Throws when putting
 * the schema together takes too much work.
 */
export function sampleJson(schema: JsonSchema, words: SampleWords): Generator<string> {
  const sampling = createSampling(schema, words)
  return writeValue(want(schema, sampling, '', -1), sampling)
}

/** The members of an object that satisfies a schema, one by one; none when the schema is not of an object. */
export function* sampleMembers(schema: JsonSchema, words: SampleWords): Generator<SampledMember> {
  const sampling = createSampling(schema, words)
  const wanted = want(schema, sampling, '', -1)
  const isObject = isDictionary(wanted.schema) && typeOf(wanted) === 'object'
  for (const member of isObject ? listMembers(wanted, sampling) : []) {
    const fixed = fixedValue(member.wanted.schema)
    const isText = fixed ? typeof fixed.value === 'string' : typeOf(member.wanted) === 'string'
    const chunks = isText ? writeText(member.wanted, sampling) : writeValue(member.wanted, sampling)
    yield { name: member.name, isText, chunks }
  }
}

function createSampling(schema: JsonSchema, words: SampleWords): Sampling {
  return { words, reader: createSchemaReader(schema), patterns: new Map() }
}

function want(schema: unknown, { reader }: Sampling, property: string, depth: number, turn = 0): Wanted {
  return { ...reader.resolve(schema, depth + 1), property, turn }
}

function* writeValue(wanted: Wanted, sampling: Sampling): Generator<string> {
  const { schema, turn } = wanted
  const fixed = fixedValue(schema)
  if (fixed && typeof fixed.value === 'number') return yield spacedJson(fixed.value + turn)
  if (fixed && typeof fixed.value !== 'string') return yield* writeJsonLazily(fixed.value)
  const type = typeOf(wanted)
  if (fixed || type === 'string' || typeof schema === 'boolean') {
    return yield* quoteLazily(writeText(wanted, sampling))
  }
  switch (type) {
    case 'object':
      return yield* writeObject(wanted, sampling)
    case 'array':
      return yield* writeArray(wanted, sampling)
    case 'integer':
      return yield spacedJson(sampleNumber(schema, sampling.words.integer, true) + turn)
    case 'number':
      return yield spacedJson(sampleNumber(schema, sampling.words.decimal, false) + turn)
    default:
      return yield type === 'boolean' ? 'true' : 'null'
  }
}

/** The value that a schema names, if it names one. */
function fixedValue(schema: JsonSchema): { value: unknown } | undefined {
  if (typeof schema === 'boolean') return undefined
  if (Object.hasOwn(schema, 'const')) return { value: schema.const }
  return Array.isArray(schema.enum) ? { value: schema.enum[0] } : undefined
}

function typeOf({ schema, depth }: Wanted): string {
  if (typeof schema === 'boolean' || depth > deepest) return 'string'
  const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (['object', 'array', 'integer', 'number', 'boolean', 'null'].includes(String(type))) return String(type)
  return type === undefined ? guessType(schema) : 'string'
}

function guessType(schema: Record<string, unknown>): string {
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema) return 'object'
  if ('items' in schema || 'prefixItems' in schema || 'minItems' in schema) return 'array'
  if ('minimum' in schema || 'maximum' in schema || 'multipleOf' in schema) return 'number'
  return 'string'
}

/** The characters of a text, without quotes. */
function* writeText({ schema, depth, property, turn }: Wanted, { words, patterns }: Sampling): Generator<string> {
  const fixed = fixedValue(schema)
  if (fixed) yield String(fixed.value)
  else if (typeof schema === 'boolean' || depth > deepest) yield words.text(property)
  else if (typeof schema.pattern === 'string') {
    const { pattern } = schema
    if (!patterns.has(pattern)) patterns.set(pattern, samplePattern(pattern))
    yield patterns.get(pattern) ?? words.text(property)
  } else yield* sampleText(schema, words.text(property))
  if (turn > 0) yield String(turn + 1)
}

function* writeObject(wanted: Wanted, sampling: Sampling): Generator<string> {
  let before = '{'
  for (const member of listMembers(wanted, sampling)) {
    yield `${before}${JSON.stringify(member.name)}: `
    yield* writeValue(member.wanted, sampling)
    before = ', '
  }
  yield before === '{' ? '{}' : '}'
}

function* listMembers(
  { schema, depth }: Wanted,
  sampling: Sampling,
): Generator<{ readonly name: string; readonly wanted: Wanted }> {
  if (typeof schema === 'boolean') return
  const named = new Set<string>()
  const take = (name: string, inner: unknown): { name: string; wanted: Wanted } => {
    named.add(name)
    return { name, wanted: want(inner, sampling, name, depth) }
  }
  if (isDictionary(schema.properties)) {
    for (const name of Object.keys(schema.properties)) {
      const inner = schema.properties[name]
      if (inner !== false) yield take(name, inner)
    }
  }
  for (const name of Array.isArray(schema.required) ? schema.required : []) {
    if (typeof name === 'string' && !named.has(name)) yield take(name, schema.additionalProperties)
  }
  const minimum = Number(schema.minProperties ?? 0)
  for (let index = 1; named.size < minimum; index += 1) {
    const name = `key${index}`
    if (!named.has(name)) yield take(name, schema.additionalProperties)
  }
}

function* writeArray({ schema, depth }: Wanted, sampling: Sampling): Generator<string> {
  if (typeof schema === 'boolean') return
  const leading: unknown[] = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  const most = Number(schema.maxItems ?? Infinity)
  const count = Math.min(most, Math.max(Number(schema.minItems ?? 0), leading.length || 2))
  const listed = schema.uniqueItems === true && isDictionary(schema.items) ? schema.items.enum : undefined
  let before = '['
  for (let index = 0; index < count; index += 1) {
    const isFree = index >= leading.length
    if (isFree && schema.items === false) break
    if (Array.isArray(listed)) {
      if (index >= listed.length) break
      yield before
      yield* writeJsonLazily(listed[index])
    } else {
      const turn = schema.uniqueItems === true ? index : 0
      const item = want(isFree ? schema.items : leading[index], sampling, '', depth, turn)
      // Two samples of one schema are equal; what cannot be told apart by its turn is there only once.
      const isOnce = turn > 0 && ['object', 'array', 'null'].includes(typeOf(item))
      if (isOnce && isFree) break
      if (isOnce) continue
      yield before
      yield* writeValue(item, sampling)
    }
    before = ', '
  }
  yield before === '[' ? '[]' : ']'
}
