import { samplerPresets } from '@tabby/sampling'

/** Name of the preset with exactly these samplers, `own` if there is none, and nothing if none are set. */
export function findPreset(samplers: Readonly<Record<string, string>>): string {
  const { max_tokens: _longest, stop: _stop, ...choosing } = samplers
  const given = Object.entries(choosing)
  if (given.length === 0) return ''
  const found = Object.entries(samplerPresets).find(([, preset]) => {
    const wanted = Object.entries(preset)
    return wanted.length === given.length && wanted.every(([name, value]) => choosing[name] === String(value))
  })
  return found?.[0] ?? 'own'
}
