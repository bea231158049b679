import * as v from 'valibot'

/**
 * The answer of the three list endpoints. Cards in lists have null for `logging` and `parameters` (recording
 * get_v1_models__api and every other), so these are not looked at: it keeps half a schema out of a bundle that lists.
 */
export const modelListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(v.looseObject({ id: v.string(), object: v.string(), created: v.number(), owned_by: v.string() })),
  }))()
