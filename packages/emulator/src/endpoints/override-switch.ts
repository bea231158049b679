import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import { weighValue } from '../json/weigh-value.js'
import { withoutNulls } from '../json/without-nulls.js'
import { usePreset } from '../state/use-preset.js'
import { anything } from '../validation/anything.js'
import { dictionary } from '../validation/dictionary.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'

const body = record('SamplerOverrideSwitchRequest', {
  preset: { model: optional(text()), default: () => null },
  overrides: { model: optional(dictionary(anything())), default: () => null },
})

/** What overrides may weigh: each generation reads them all, and each list of them shows them all. */
const MOST_OVERRIDES = 10_000

/**
 * `POST /v1/sampling/override/switch`: a preset wins over `overrides`, and nobody looks at the shape of these
 * (override_switch_both, override_switch_bad_shape_accepted).
 */
export const overrideSwitch: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/sampling/override/switch'],
  gate: 'admin',
  body,
  handle({ body: { preset, overrides }, server }) {
    if (preset) {
      if (!usePreset(server, preset)) {
        refuse(400, `Sampler override preset with name ${preset} does not exist. Check the spelling?`)
      }
    } else if (overrides && Object.keys(overrides).length > 0) {
      if (weighValue(overrides, MOST_OVERRIDES) > MOST_OVERRIDES) throw new RangeError('too many overrides')
      server.overrides = { ...server.overrides, overrides: withoutNulls(overrides) }
    } else {
      refuse(400, "A sampler override preset or dictionary wasn't provided.")
    }
    return replyJson(null)
  },
}
