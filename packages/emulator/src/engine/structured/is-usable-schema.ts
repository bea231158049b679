import { isDictionary } from '../../json/is-dictionary.js'

const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'])

/**
 * Whether a schema can constrain an answer. One that cannot is ignored without a word, and the answer is free
 * (chat_response_format_invalid_schema_IGNORED, chat_response_format_json_schema_missing).
 */
export function isUsableSchema(schema: unknown): schema is Record<string, unknown> | boolean {
  if (typeof schema === 'boolean') return true
  if (!isDictionary(schema)) return false
  const types = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]
  if (!types.every((type) => typeof type === 'string' && TYPES.has(type))) return false
  if ('properties' in schema && !isDictionary(schema.properties)) return false
  const inner = [schema.items, ...(isDictionary(schema.properties) ? Object.values(schema.properties) : [])]
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) {
    const variants = schema[key]
    if (variants === undefined) continue
    if (!Array.isArray(variants)) return false
    inner.push(...variants)
  }
  return inner.every((part) => part === undefined || isUsableSchema(part))
}
