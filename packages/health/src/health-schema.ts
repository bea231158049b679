import * as v from 'valibot'

/** The answer of `GET /health`, with 200 and with 503. */
export const healthSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    status: v.string(),
    issues: v.array(v.looseObject({ time: v.string(), description: v.string() })),
  }))()
