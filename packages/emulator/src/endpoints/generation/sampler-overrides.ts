import { isDictionary } from '../../json/dictionary.js'
import type { ServerState } from '../../state/server-state.js'

/** One sampler override, as a preset or an admin set it. */
interface SamplerOverride {
  override: unknown
  force: boolean
  additive: boolean
}

/**
 * Reads a sampler override. One that is not of the shape `{ override, force }` was accepted when it was set and breaks
 * every generation now (chat_after_bad_override_shape).
 */
export function readOverride(server: ServerState, key: string): SamplerOverride | undefined {
  const raw = server.overrides.overrides[key]
  if (raw === undefined) return undefined
  if (!isDictionary(raw)) throw new TypeError(`the sampler override of ${key} is no object`)
  return { override: raw.override ?? null, force: raw.force === true, additive: raw.additive === true }
}
