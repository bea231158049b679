import * as v from 'valibot'

/** The flags that encoding and decoding share. */
export const specialTokenEntries = /* @__PURE__ */ (() => ({
  add_bos_token: v.optional(v.boolean()),
  encode_special_tokens: v.optional(v.boolean()),
  decode_special_tokens: v.optional(v.boolean()),
}))()
