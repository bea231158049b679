import * as v from 'valibot'

/** The answer of both list endpoints. */
export const loraListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(
      v.looseObject({
        id: v.string(),
        object: v.string(),
        created: v.number(),
        owned_by: v.string(),
        scaling: v.nullish(v.number()),
      }),
    ),
  }))()
