import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import { isDictionary } from '../json/dictionary.js'
import { weighValue } from '../json/weigh-value.js'
import { findPreset } from '../loading/find-in-folders.js'
import { anything, dictionary, optional, record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { text } from '../validation/scalars.js'

/** `GET /v1/sampling/overrides`: what is in force; the names of presets for an admin only. */
export const overrideList: Endpoint = {
  method: 'GET',
  paths: ['/v1/sampling/overrides', '/v1/sampling/override/list'],
  access: 'api',
  handle({ server, permission }) {
    const presets = permission() === 'admin' ? (server.world.presets ?? []).map((preset) => preset.name) : []
    const { selectedPreset, overrides } = server.overrides
    return replyJson({ selected_preset: selectedPreset, overrides, presets })
  },
}

const body = record('SamplerOverrideSwitchRequest', {
  preset: { model: optional(text()), default: () => null },
  overrides: { model: optional(dictionary(anything())), default: () => null },
})

/** What overrides may weigh: each generation reads them all, and each list of them shows them all. */
const mostOverrides = 10_000

/**
 * `POST /v1/sampling/override/switch`: a preset wins over `overrides`, and nobody looks at the shape of these
 * (override_switch_both, override_switch_bad_shape_accepted).
 */
export const overrideSwitch: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/sampling/override/switch'],
  access: 'admin',
  body,
  handle({ body: { preset, overrides }, server }) {
    if (preset) {
      const found = findPreset(server, preset)
      if (!found) return refuse(400, `Sampler override preset with name ${preset} does not exist. Check the spelling?`)
      server.overrides = { selectedPreset: found.name, overrides: found.overrides }
    } else if (overrides && Object.keys(overrides).length > 0) {
      if (weighValue(overrides, mostOverrides) > mostOverrides) throw new RangeError('too many overrides')
      server.overrides = { ...server.overrides, overrides: withoutNulls(overrides) }
    } else {
      refuse(400, "A sampler override preset or dictionary wasn't provided.")
    }
    return replyJson(null)
  },
}

/** A copy without null members, at any depth (override_list_after_dict: `{"override": null}` is listed as `{}`). */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(kept.map(([key, member]) => [key, dropNulls(member)]))
}

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((member) => member !== null).map(dropNulls)
  return isDictionary(value) ? withoutNulls(value) : value
}

/** `POST /v1/sampling/override/unload`: the name of the preset stays (override_list_after_unload). */
export const overrideUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/sampling/override/unload'],
  access: 'admin',
  handle({ server }) {
    server.overrides = { ...server.overrides, overrides: {} }
    return replyJson(null)
  },
}
