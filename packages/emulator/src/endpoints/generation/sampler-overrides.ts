import { isDictionary } from '../../json/dictionary.js'
import type { ServerState } from '../../state/server-state.js'

/** Puts forced overrides in place of what a request says; they are not validated (chat_under_bad_forced_value). */
export function applyForcedOverrides<Body extends object>(body: Body, server: ServerState): Body {
  const changed = { ...body } as Record<string, unknown>
  for (const key of Object.keys(server.overrides.overrides)) {
    const override = readOverride(server, key)
    // Whether to stream was decided before (override_values__overrides_stream_override_true_force_true...).
    if (!override || !Object.hasOwn(changed, key) || key === 'stream') continue
    const before = changed[key]
    if (override.additive && Array.isArray(override.override) && Array.isArray(before)) {
      changed[key] = [...before, ...override.override]
    } else if (override.force && override.override !== null) changed[key] = override.override
  }
  return changed as Body
}

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
