import type { ServerState } from '../../state/server-state.js'
import { readOverride } from './read-override.js'

/** Puts forced overrides in place of what a request says; they are not validated (chat_under_bad_forced_value). */
export function applyForcedOverrides<Body extends object>(body: Body, server: ServerState): Body {
  const changed = { ...body } as Record<string, unknown>
  for (const key of Object.keys(server.overrides.overrides)) {
    const override = readOverride(server, key)
    if (!override || !Object.hasOwn(changed, key)) continue
    const before = changed[key]
    if (override.additive && Array.isArray(override.override) && Array.isArray(before)) {
      changed[key] = [...before, ...override.override]
    } else if (override.force && override.override !== null) changed[key] = override.override
  }
  return changed as Body
}
