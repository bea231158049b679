import { isDictionary } from '../../json/is-dictionary.js'
import { resolveReference } from './resolve-reference.js'

/** Puts several schemas that all have to hold into one. */
export function mergeSchemas(schemas: readonly unknown[], root: unknown): Record<string, unknown> {
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
