export {
  createEmbeddings,
  type Embedding,
  type Embeddings,
  type EmbeddingsParams,
  type EmbeddingsUsage,
} from './create-embeddings.js'
export { createManyEmbeddings, type ManyEmbeddingsOptions } from './create-many-embeddings.js'
export type { EmbeddingFormat, EmbeddingVector } from './read-vector.js'
