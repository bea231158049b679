import * as v from 'valibot'

/** The answer of `POST /v1/lora/load`. */
export const loraLoadSchema = /* @__PURE__ */ (() =>
  v.looseObject({ success: v.array(v.string()), failure: v.array(v.string()) }))()
