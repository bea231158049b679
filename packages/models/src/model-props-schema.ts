import * as v from 'valibot'

/** The answer of `GET /props`. */
export const modelPropsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    total_slots: v.nullish(v.number()),
    chat_template: v.nullish(v.string()),
    default_generation_settings: v.looseObject({ n_ctx: v.number() }),
  }))()
