import { isDictionary } from '../../json/dictionary.js'

/** A JSON schema, as a request carries it. */
export type JsonSchema = Record<string, unknown> | boolean

/** Deeper schemas are cut off with a text: one that refers to itself would go on forever. */
export const deepest = 12

/** Members that may be put together from `allOf` and its like within one sample. */
const mostMerged = 100_000

/** Follows references and alternatives until a schema says what a value looks like. */
export interface SchemaReader {
  /** The schema that a value is made of, and how many steps it took. Throws when they would take too much work. */
  resolve(schema: unknown, depth: number): { schema: JsonSchema; depth: number }
}

/** A reader for one request. Each schema is put together once, however many values are made of it. */
export function createSchemaReader(root: JsonSchema): SchemaReader {
  const merged = new WeakMap<object, Record<string, unknown>>()
  let left = mostMerged

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
        const next = typeof current === 'boolean' || at > deepest ? undefined : step(current)
        if (next === undefined) return { schema: current, depth: at }
        current = isDictionary(next) || typeof next === 'boolean' ? next : {}
      }
    },
  }
}

/** Puts several schemas that all have to hold into one; `spend` is told how many members each step takes. */
function mergeSchemas(
  schemas: readonly unknown[],
  root: unknown,
  spend: (members: number) => void,
): Record<string, unknown> {
  const merged = new Map<string, unknown>()
  // Copied once, not for each part: a thousand parts of a thousand members would be a million.
  const properties = new Map<string, unknown>()
  const required: unknown[] = []
  for (const part of schemas) {
    spend(1)
    const schema = isDictionary(part) && typeof part.$ref === 'string' ? resolveReference(part.$ref, root) : part
    if (!isDictionary(schema)) continue
    for (const [key, value] of Object.entries(schema)) {
      spend(1)
      if (key === 'properties' && isDictionary(value)) {
        const members = Object.entries(value)
        spend(members.length)
        for (const [name, member] of members) properties.set(name, member)
        merged.set(key, value)
      } else if (key === 'required' && Array.isArray(value)) {
        spend(value.length)
        for (const name of value) required.push(name)
        merged.set(key, value)
      } else merged.set(key, value)
    }
  }
  // From entries, because they make `__proto__` a member like any other.
  if (merged.has('properties')) merged.set('properties', Object.fromEntries(properties))
  if (merged.has('required')) merged.set('required', required)
  return Object.fromEntries(merged)
}

/** Longer references lead nowhere in any schema that somebody wrote. */
const longestReference = 10_000

/** What a `$ref` within a schema points at; `undefined` when it leads out of the schema or nowhere. */
function resolveReference(reference: string, root: unknown): unknown {
  if (reference.length > longestReference) return undefined
  let target: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = decodeStep(step)
    const isMember = (isDictionary(target) || Array.isArray(target)) && Object.hasOwn(target, key)
    target = isMember ? (target as Record<string, unknown>)[key] : undefined
    if (target === undefined) return undefined
  }
  return target
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return step
  }
}
