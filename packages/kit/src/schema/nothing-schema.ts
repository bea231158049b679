import * as v from 'valibot'

/** The response of commands that return no value: the four bytes `null` (recording unload_ok). */
export const nothingSchema = /* @__PURE__ */ (() => v.null())()
