import * as v from 'valibot'

const overrideSchema = /* @__PURE__ */ (() =>
  v.pipe(
    v.looseObject({
      override: v.unknown(),
      force: v.optional(v.boolean()),
      additive: v.optional(v.boolean()),
    }),
    v.check(({ override }) => override !== undefined, 'an override needs a value'),
  ))()

/**
 * Validates a body for `switchSamplerOverride` from an untrusted source: either a preset or overrides, with each
 * override in the only form that does not break every generation. Values are not checked. Unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { switchSamplerOverrideParamsSchema } from '@tabby/sampling/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(switchSamplerOverrideParamsSchema, { overrides: { temperature: 1.5 } })
 * console.log(success) // false
 * ```
 */
export const switchSamplerOverrideParamsSchema = /* @__PURE__ */ (() =>
  v.union([
    v.looseObject({ preset: v.pipe(v.string(), v.nonEmpty()), overrides: v.optional(v.undefined()) }),
    v.looseObject({
      overrides: v.pipe(
        // A record accepts a list too.
        v.custom<object>((overrides) => !Array.isArray(overrides), 'overrides must be an object'),
        v.record(v.string(), overrideSchema),
        v.check((overrides) => Object.keys(overrides).length > 0, 'there must be at least one override'),
      ),
      preset: v.optional(v.undefined()),
    }),
  ]))()
