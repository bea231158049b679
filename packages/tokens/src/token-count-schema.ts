import * as v from 'valibot'
import { tokenCount } from './token-count.js'

/**
 * The part of the response of `POST /v1/token/encode` that a count needs; ids by the thousand are not looked at. A list
 * has a `length` too, and is refused.
 */
export const tokenCountSchema = /* @__PURE__ */ (() =>
  v.pipe(
    v.custom<object>((response) => !Array.isArray(response), 'not an object'),
    v.looseObject({ length: tokenCount }),
  ))()
