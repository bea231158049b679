import { isDictionary } from '../../json/is-dictionary.js'
import { mergeSchemas } from './merge-schemas.js'
import { resolveReference } from './resolve-reference.js'
import { sampleNumber } from './sample-number.js'
import { sampleText } from './sample-text.js'

/** A JSON schema, as a request carries it. */
export type JsonSchema = Record<string, unknown> | boolean

/** The words that samples are made of. */
export interface SampleWords {
  /** A string for the property of that name. */
  text(property: string): string
  readonly integer: number
  readonly decimal: number
}

/** Values within one sample at most: a schema that refers to itself several times over would grow without end. */
const MOST_VALUES = 50_000

/** What all steps of one sample share. */
interface Sampling {
  readonly words: SampleWords
  readonly root: JsonSchema
  left: number
}

/**
 * Makes a value that satisfies a schema: every listed property, two items per list, the first of an enumeration.
 * Throws when that would take too many values.
 */
export function sampleValue(schema: JsonSchema, words: SampleWords): unknown {
  return sample(schema, { words, root: schema, left: MOST_VALUES }, '', 0)
}

function sample(schema: JsonSchema, sampling: Sampling, property: string, depth: number): unknown {
  const { words, root } = sampling
  if (sampling.left-- === 0) throw new RangeError('the schema asks for too many values')
  if (typeof schema === 'boolean' || depth > 12) return words.text(property)
  const again = (inner: unknown, name = property): unknown =>
    sample(isDictionary(inner) || typeof inner === 'boolean' ? inner : {}, sampling, name, depth + 1)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (typeof schema.$ref === 'string') return again(resolveReference(schema.$ref, root))
  for (const key of ['anyOf', 'oneOf'] as const) {
    const variants = schema[key]
    if (Array.isArray(variants) && variants.length > 0) {
      const { [key]: _variants, ...rest } = schema
      return again(mergeSchemas([rest, variants[0]], root))
    }
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema
    return again(mergeSchemas([rest, ...allOf], root))
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type ?? guessType(schema)) {
    case 'object':
      return sampleObject(schema, again)
    case 'array':
      return sampleArray(schema, again)
    case 'integer':
      return sampleNumber(schema, words.integer, true)
    case 'number':
      return sampleNumber(schema, words.decimal, false)
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
  const count = Object.keys(value).length
  for (let index = 1, missing = minimum - count; missing > 0; index++) {
    const name = `key${index}`
    if (name in value) continue
    value[name] = again(schema.additionalProperties, name)
    missing -= 1
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

/**
 * Two samples of one schema are equal; where a list may not repeat itself they are told apart, or there is only one.
 */
function makeUnique(value: unknown[], schema: Record<string, unknown>): unknown[] {
  const items = isDictionary(schema.items) ? schema.items : {}
  if (Array.isArray(items.enum)) return items.enum.slice(0, value.length)
  return value
    .map((item, index) => {
      if (index === 0) return item
      if (typeof item === 'number') return item + index
      return typeof item === 'string' ? `${item}${index + 1}` : item
    })
    .filter((item, index) => index === 0 || typeof item !== 'object')
}
