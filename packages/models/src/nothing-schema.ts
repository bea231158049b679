import * as v from 'valibot'

/** Commands without a result answer with the four bytes `null` (recording unload_ok). */
export const nothingSchema = /* @__PURE__ */ (() => v.null())()
