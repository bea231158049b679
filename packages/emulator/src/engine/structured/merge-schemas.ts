import { isDictionary } from '../../json/is-dictionary.js'
import { resolveReference } from './resolve-reference.js'

/** Puts several schemas that all have to hold into one; `spend` is told how many members each step takes. */
export function mergeSchemas(
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
