export { embeddingsParamsSchema } from './embeddings-params-schema.js'
