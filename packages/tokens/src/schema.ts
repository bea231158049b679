export { decodeTokensParamsSchema } from './decode-tokens-params-schema.js'
export { encodeTokensParamsSchema } from './encode-tokens-params-schema.js'
