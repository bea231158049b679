import type { ServerState } from '../../state/server-state.js'
import { samplerFields } from './request-fields.js'
import { readOverride } from './sampler-overrides.js'

/**
 * Puts forced overrides in place of what a request says; they are not validated (chat_under_bad_forced_value). Those of
 * no sampling parameter are skipped (override_values__overrides_stream_override_true_force_true...), and those that are
 * nothing in Python's sense: 0, false, an empty text.
 */
export function forceOverrides<Body extends object>(body: Body, server: ServerState): Body {
  const changed = { ...body } as Record<string, unknown>
  // The older form of `top_logprobs` (logprobs_number__logprobs_3).
  if (Number(changed.logprobs) > 1) changed.top_logprobs = changed.logprobs
  for (const key of Object.keys(server.overrides.overrides)) {
    const override = readOverride(server, key)
    if (!override || !Object.hasOwn(samplerFields, key) || isNothing(override.override)) continue
    const before = changed[key]
    if (override.force) changed[key] = override.override
    else if (override.additive && Array.isArray(override.override) && Array.isArray(before)) {
      changed[key] = [...override.override, ...before]
    }
  }
  return changed as Body
}

function isNothing(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0)
}
