import { isDictionary } from '../../json/is-dictionary.js'

/** What a `$ref` within a schema points at. */
export function resolveReference(reference: string, root: unknown): unknown {
  let target: unknown = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    target = isDictionary(target) ? target[key] : Array.isArray(target) ? target[Number(key)] : undefined
  }
  return target
}
