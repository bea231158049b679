import type { ActiveSamplerOverride, MalformedSamplerOverride } from '@tabby/sampling'

/** An override as a row: parameter, value, how it counts. */
export function describeOverride([name, value]: [string, ActiveSamplerOverride | MalformedSamplerOverride]): string[] {
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [name, JSON.stringify(value), 'malformed: every generation fails until `tabby sampling unload`']
  }
  const { override, force, additive } = value
  const ways = [force ? 'forced' : 'where a request says nothing', ...(additive ? ['added to lists'] : [])]
  return [name, JSON.stringify(override) ?? '', ways.join(', ')]
}
