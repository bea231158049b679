export { createEmbeddings } from './create-embeddings.js'
export type { EmbeddingFormat, EmbeddingsParams, EmbeddingVector } from './embeddings-params.js'
export type { Embedding, Embeddings, EmbeddingsUsage } from './embeddings.js'
