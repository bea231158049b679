import { isDictionary } from '../../json/is-dictionary.js'
import { mergeSchemas } from './merge-schemas.js'
import { resolveReference } from './resolve-reference.js'

/** A JSON schema, as a request carries it. */
export type JsonSchema = Record<string, unknown> | boolean

/** Deeper schemas are cut off with a text: one that refers to itself would go on forever. */
export const DEEPEST = 12

/** Members that may be put together from `allOf` and its like within one sample. */
const MOST_MERGED = 100_000

/** Follows references and alternatives until a schema says what a value looks like. */
export interface SchemaReader {
  /** The schema that a value is made of, and how many steps it took. Throws when they would take too much work. */
  resolve(schema: unknown, depth: number): { schema: JsonSchema; depth: number }
}

/** A reader for one request. Each schema is put together once, however many values are made of it. */
export function createSchemaReader(root: JsonSchema): SchemaReader {
  const merged = new WeakMap<object, Record<string, unknown>>()
  let left = MOST_MERGED

  const merge = (whole: object, parts: () => readonly unknown[]): Record<string, unknown> => {
    const known = merged.get(whole)
    if (known) return known
    const made = mergeSchemas(parts(), root, (members) => {
      left -= members
      if (left < 0) throw new RangeError('the schema takes too much work')
    })
    merged.set(whole, made)
    return made
  }

  const step = (schema: Record<string, unknown>): unknown => {
    if (Object.hasOwn(schema, 'const') || Array.isArray(schema.enum)) return undefined
    if (typeof schema.$ref === 'string') return resolveReference(schema.$ref, root) ?? {}
    for (const key of ['anyOf', 'oneOf'] as const) {
      const variants = schema[key]
      if (!Array.isArray(variants) || variants.length === 0) continue
      return merge(schema, () => {
        const { [key]: _variants, ...rest } = schema
        return [rest, variants[0]]
      })
    }
    const { allOf } = schema
    if (!Array.isArray(allOf)) return undefined
    return merge(schema, () => {
      const { allOf: _parts, ...rest } = schema
      return [rest].concat(allOf)
    })
  }

  return {
    resolve(schema, depth) {
      let current: JsonSchema = isDictionary(schema) || typeof schema === 'boolean' ? schema : {}
      for (let at = depth; ; at += 1) {
        const next = typeof current === 'boolean' || at > DEEPEST ? undefined : step(current)
        if (next === undefined) return { schema: current, depth: at }
        current = isDictionary(next) || typeof next === 'boolean' ? next : {}
      }
    },
  }
}
