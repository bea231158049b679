import type { EmbeddingsParams } from '@tabby/embeddings'

/** What `providerOptions.tabby` of `embed` and `embedMany` may hold. */
export type TabbyEmbeddingModelOptions = Pick<EmbeddingsParams, 'dimensions' | 'extra'>
