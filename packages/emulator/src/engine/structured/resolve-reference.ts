import { isDictionary } from '../../json/is-dictionary.js'

/** Longer references lead nowhere in any schema that somebody wrote. */
const LONGEST = 10_000

/** What a `$ref` within a schema points at; `undefined` when it leads out of the schema or nowhere. */
export function resolveReference(reference: string, root: unknown): unknown {
  if (reference.length > LONGEST) return undefined
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
