import { isDictionary } from '../../json/dictionary.js'

const jsonTypes = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'])
/** Schemas within a schema that are looked at. */
const mostSchemas = 20_000

/**
 * Whether a schema can constrain an answer. One that cannot is ignored silently, and the answer is free
 * (chat_response_format_invalid_schema_IGNORED, chat_response_format_json_schema_missing). Throws for one that is too
 * large.
 */
export function isUsableSchema(schema: unknown): schema is Record<string, unknown> | boolean {
  const open: unknown[] = [schema]
  for (let count = 1; open.length > 0; count += 1) {
    if (count + open.length > mostSchemas) throw new RangeError('the schema is too large')
    const next = open.pop()
    if (typeof next === 'boolean') continue
    if (!isDictionary(next) || !hasKnownTypes(next)) return false
    if ('properties' in next && !isDictionary(next.properties)) return false
    if (next.items !== undefined) open.push(next.items)
    for (const name in next.properties ?? {}) {
      if (open.length > mostSchemas) break
      open.push((next.properties as Record<string, unknown>)[name])
    }
    for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) {
      const variants = next[key]
      if (variants === undefined) continue
      if (!Array.isArray(variants)) return false
      for (const variant of variants) {
        if (open.length > mostSchemas) break
        open.push(variant)
      }
    }
  }
  return true
}

function hasKnownTypes({ type }: Record<string, unknown>): boolean {
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type]
  return types.every((name) => typeof name === 'string' && jsonTypes.has(name))
}
