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
 * Checks a body for `switchSamplerOverride` from an untrusted source: a preset or overrides, one of the two, and each
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
        // A record takes a list too.
        v.custom<object>((overrides) => !Array.isArray(overrides), 'overrides are an object'),
        v.record(v.string(), overrideSchema),
        v.check((overrides) => Object.keys(overrides).length > 0, 'there must be one override at least'),
      ),
      preset: v.optional(v.undefined()),
    }),
  ]))()
