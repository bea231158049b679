import * as v from 'valibot'

/** A number of tokens, or the id of one, as a server may say it. Anything else would be believed in comparisons. */
export const tokenCount = /* @__PURE__ */ (() =>
  v.custom<number>((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'not a number of tokens'))()
