import * as v from 'valibot'
import { tokenCount } from './token-count.js'

/** The part of the answer of `POST /v1/token/encode` that a count needs; ids by the thousand are not looked at. */
export const tokenCountSchema = /* @__PURE__ */ (() => v.looseObject({ length: tokenCount }))()
