import * as v from 'valibot'

/** Commands without a result answer with the four bytes `null` (recording lora_unload_as_shipped). */
export const nothingSchema = /* @__PURE__ */ (() => v.null())()
