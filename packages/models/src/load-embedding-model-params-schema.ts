import * as v from 'valibot'

/**
 * Checks what `loadEmbeddingModel` takes, for programs that accept it from strangers. Unknown fields pass through.
 *
 * @example
 * ```ts
 * import { loadEmbeddingModelParamsSchema } from '@tabby/models/schema'
 * import { parse } from 'valibot'
 *
 * const body = JSON.parse('{ "embedding_model_name": "demo-embedding-small" }')
 * const params = parse(loadEmbeddingModelParamsSchema, body)
 * console.log(params.embedding_model_name)
 * ```
 */
export const loadEmbeddingModelParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({ embedding_model_name: v.string(), embeddings_device: v.nullish(v.string()) }))()
