import * as v from 'valibot'
import { chatMessageSchema } from '@tabby/kit/schema/chat-message-schema'
import { specialTokenEntries } from './special-token-entries.js'

/**
 * Checks a body for `encodeTokens` or `countTokens` that a stranger sent. Unknown fields survive.
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
