export { countTokens } from './count-tokens.js'
export { decodeTokens, type TokenDecoding } from './decode-tokens.js'
export { encodeTokens, type TokenEncoding } from './encode-tokens.js'
export type { SpecialTokenParams, DecodeTokensParams, EncodeTokensParams } from './token-params.js'
