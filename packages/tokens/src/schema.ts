import { chatMessageSchema } from '@tabby/kit/schema/chat-message-schema'
import * as v from 'valibot'

/** The flags that encoding and decoding share. */
const specialTokenEntries = /* @__PURE__ */ (() => ({
  add_bos_token: v.optional(v.boolean()),
  encode_special_tokens: v.optional(v.boolean()),
  decode_special_tokens: v.optional(v.boolean()),
}))()

/**
 * Validates a body for `encodeTokens` or `countTokens` from an untrusted source. Unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { encodeTokensParamsSchema } from '@tabby/tokens/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(encodeTokensParamsSchema, { text: [{ role: 'user', content: 'Hello' }] })
 * console.log(params.text)
 * ```
 */
export const encodeTokensParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    ...specialTokenEntries,
    text: v.union([v.string(), v.array(chatMessageSchema)]),
    template_vars: v.nullish(v.record(v.string(), v.unknown())),
  }))()

/**
 * Validates a body for `decodeTokens` from an untrusted source: ids are whole numbers, 0 or more. Unknown fields stay
 * in place.
 *
 * @example
 * ```ts
 * import { decodeTokensParamsSchema } from '@tabby/tokens/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(decodeTokensParamsSchema, { tokens: [-1] })
 * console.log(success) // false
 * ```
 */
export const decodeTokensParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    ...specialTokenEntries,
    tokens: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }))()
