import * as v from 'valibot'

/** The card of a loaded model. Older servers knew fewer parameters. */
export const modelCardSchema = /* @__PURE__ */ (() => {
  const text = v.nullish(v.string())
  const number = v.nullish(v.number())
  const flag = v.nullish(v.boolean())
  return v.looseObject({
    id: v.string(),
    object: v.string(),
    created: v.number(),
    owned_by: v.string(),
    logging: v.nullish(
      v.looseObject({
        log_prompt: flag,
        log_generation_params: flag,
        log_requests: flag,
        log_chat_completion_requests: flag,
      }),
    ),
    parameters: v.nullish(
      v.looseObject({
        max_seq_len: number,
        cache_size: number,
        cache_mode: text,
        rope_scale: number,
        rope_alpha: number,
        max_batch_size: number,
        chunk_size: number,
        prompt_template: text,
        prompt_template_content: text,
        use_vision: flag,
        draft: v.nullish(v.looseObject({ id: v.string() })),
      }),
    ),
  })
})()

/**
 * The answer of the three list endpoints. Cards in lists have null for `logging` and `parameters` (recording
 * get_v1_models__api and every other), so these are not looked at: it keeps half a schema out of a bundle that lists.
 */
export const modelListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(v.looseObject({ id: v.string(), object: v.string(), created: v.number(), owned_by: v.string() })),
  }))()
