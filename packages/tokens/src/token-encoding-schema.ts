import * as v from 'valibot'

/** The answer of `POST /v1/token/encode`. */
export const tokenEncodingSchema = /* @__PURE__ */ (() =>
  v.looseObject({ tokens: v.array(v.number()), length: v.number() }))()
