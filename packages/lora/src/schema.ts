export { loadLorasParamsSchema } from './load-loras-params-schema.js'
