import * as v from 'valibot'

/** Commands without a result answer with the four bytes `null` (recording template_switch_ok). */
export const nothingSchema = /* @__PURE__ */ (() => v.null())()
