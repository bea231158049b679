import * as v from 'valibot'
import { specialTokenEntries } from './special-token-entries.js'

/**
 * Checks a body for `decodeTokens` that a stranger sent: ids are whole numbers, 0 or more. Unknown fields survive.
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
