import * as v from 'valibot'
import { tokenCount } from './token-count.js'

/** The response of `POST /v1/token/encode`. */
export const tokenEncodingSchema = /* @__PURE__ */ (() =>
  v.pipe(
    v.looseObject({ tokens: v.array(tokenCount), length: tokenCount }),
    v.forward(
      v.partialCheck([['tokens'], ['length']], ({ tokens, length }) => tokens.length === length, 'not the length'),
      ['length'],
    ),
  ))()
