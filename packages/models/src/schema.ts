import * as v from 'valibot'

/**
 * Validates a body for `loadModel` or `streamModelLoad` from an untrusted source. It accepts what the server accepts,
 * and unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { loadModelParamsSchema } from '@tabby/models/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(loadModelParamsSchema, JSON.parse('{ "model_name": "demo-8b-exl3", "max_seq_len": 4096 }'))
 * console.log(params.model_name)
 * ```
 */
export const loadModelParamsSchema = /* @__PURE__ */ (() => {
  const text = v.nullish(v.string())
  const flag = v.nullish(v.boolean())
  const decimal = v.nullish(v.number())
  const integer = v.nullish(v.pipe(v.number(), v.integer()))
  const decimals = v.nullish(v.array(v.number()))
  const alpha = v.nullish(v.union([v.number(), v.literal('auto')]))
  return v.looseObject({
    model_name: v.string(),
    backend: text,
    max_seq_len: integer,
    cache_size: integer,
    cache_mode: text,
    tensor_parallel: flag,
    tensor_parallel_backend: text,
    gpu_split_auto: flag,
    autosplit_reserve: decimals,
    gpu_split: decimals,
    rope_scale: decimal,
    rope_alpha: alpha,
    chunk_size: integer,
    output_chunking: flag,
    prompt_template: text,
    vision: flag,
    draft_model: v.nullish(
      v.looseObject({
        draft_model_name: v.string(),
        draft_rope_scale: decimal,
        draft_rope_alpha: alpha,
        draft_gpu_split: decimals,
      }),
    ),
    skip_queue: flag,
  })
})()

/**
 * Validates a body for `loadEmbeddingModel` from an untrusted source. Unknown fields stay in place.
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

/**
 * Validates a body for `downloadModel` from an untrusted source. A null that the server would refuse is refused here
 * too; unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { downloadModelParamsSchema } from '@tabby/models/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(downloadModelParamsSchema, JSON.parse('{ "repo_id": "demo/some-model", "include": ["*"] }'))
 * console.log(params.repo_id)
 * ```
 */
export const downloadModelParamsSchema = /* @__PURE__ */ (() => {
  const text = v.nullish(v.string())
  const integer = v.nullish(v.pipe(v.number(), v.integer()))
  const patterns = v.optional(v.array(v.string()))
  return v.looseObject({
    repo_id: v.string(),
    repo_type: v.optional(v.string()),
    folder_name: text,
    revision: text,
    token: text,
    include: patterns,
    exclude: patterns,
    chunk_limit: integer,
    timeout: integer,
  })
})()
