import * as v from 'valibot'

/**
 * The answer of `GET /v1/sampling/overrides`. An override is an object; the server also keeps and lists what is none
 * (recording override_switch_bad_shape_accepted), and who looks for the cause of its failures has to see it.
 */
export const samplerOverrideListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    selected_preset: v.nullish(v.string()),
    overrides: v.pipe(
      // A record takes a list too.
      v.custom<object>((overrides) => !Array.isArray(overrides), 'not an object'),
      v.record(
        v.string(),
        v.union([
          // First, because a loose object takes a list and makes an object of it.
          v.array(v.unknown()),
          v.looseObject({
            override: v.optional(v.unknown()),
            force: v.nullish(v.boolean()),
            additive: v.nullish(v.boolean()),
          }),
          v.string(),
          v.number(),
          v.boolean(),
        ]),
      ),
    ),
    presets: v.nullish(v.array(v.string())),
  }))()
