import * as v from 'valibot'

/** The answer of `POST /v1/token/decode`. */
export const tokenDecodingSchema = /* @__PURE__ */ (() => v.looseObject({ text: v.string() }))()
