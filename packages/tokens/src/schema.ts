export { tokenDecodeParamsSchema } from './token-decode-params-schema.js'
export { tokenEncodeParamsSchema } from './token-encode-params-schema.js'
