export { downloadModelParamsSchema } from './download-model-params-schema.js'
export { loadEmbeddingModelParamsSchema } from './load-embedding-model-params-schema.js'
export { loadModelParamsSchema } from './load-model-params-schema.js'
