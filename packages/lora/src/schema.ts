import * as v from 'valibot'

/**
 * Validates a body for `loadLoras` from an untrusted source. A null that the server would refuse is refused here too;
 * unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { loadLorasParamsSchema } from '@tabby/lora/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(loadLorasParamsSchema, JSON.parse('{ "loras": [{ "name": "demo-lora" }] }'))
 * console.log(params.loras)
 * ```
 */
export const loadLorasParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    loras: v.pipe(v.array(v.looseObject({ name: v.string(), scaling: v.nullish(v.number()) })), v.minLength(1)),
    skip_queue: v.optional(v.boolean()),
  }))()
