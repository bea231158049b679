import * as v from 'valibot'

/** The answer of what changes something and has nothing to say: the four bytes `null`. */
export const nothingSchema = /* @__PURE__ */ (() => v.null())()
