/**
 * Whether a `$ref` leads to a schema of the same document. Only own members count: `#/__proto__` and `#/constructor`
 * are no schemas, although JavaScript finds something there.
 */
export function resolveReference(reference: unknown, root: unknown): boolean {
  if (typeof reference !== 'string') return false
  const [start, ...steps] = decode(reference).split('/')
  if (start !== '#') return false
  let target = root
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof target !== 'object' || target === null || !Object.hasOwn(target, name)) return false
    target = (target as Record<string, unknown>)[name]
  }
  return typeof target === 'boolean' || (typeof target === 'object' && target !== null && !Array.isArray(target))
}

/** A `%` that encodes nothing makes it no reference. */
function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return ''
  }
}
