import * as v from 'valibot'

/**
 * Checks what `loadModel` and `streamModelLoad` take, for programs that accept it from strangers. It takes what the
 * server takes, and unknown fields pass through.
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
