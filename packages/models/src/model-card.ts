import * as v from 'valibot'

/** A model in a list: one in a folder of the server, or a loaded one. Lists do not show how it is loaded. */
export interface ListedModel {
  /** Name of the folder; for a model that was loaded by a path (`model/exl3/4.00bpw`), only the last part. */
  id: string
  /** Always `model`. */
  object: 'model' | (string & {})
  /** When the card was written, in seconds since 1970: the time of the response, not the age of the model. */
  created: number
  /** Always `tabbyAPI`. */
  owned_by: string
}

/** A model that is loaded. */
export interface ModelCard extends ListedModel {
  /** What the server logs. Current servers always send null. */
  logging?: ModelLogging | null | undefined
  /** How the model is loaded. Null for embedding models. */
  parameters?: ModelCardParameters | null | undefined
}

/** How a model is loaded: the requested parameters, with the server's defaults filled in. */
export interface ModelCardParameters {
  /** Longest context, in tokens: prompt and completion together. */
  max_seq_len?: number | null | undefined
  /**
   * Size of the key/value cache, in tokens; all concurrent requests share it. With output chunking, which is the
   * default, the longest prompt is `cache_size - chunk_size + 1`, whatever `max_seq_len` says.
   */
  cache_size?: number | null | undefined
  /** Precision of the cache, as requested: `FP16`, `Q8`, `6,6` ... A meaningless word is shown too. */
  cache_mode?: string | null | undefined
  /** Linear scale of the rotary position embedding. */
  rope_scale?: number | null | undefined
  /** Alpha value of the rotary position embedding. */
  rope_alpha?: number | null | undefined
  /** How many generations run at once; further ones wait. */
  max_batch_size?: number | null | undefined
  /** Tokens of a prompt that are processed at once. */
  chunk_size?: number | null | undefined
  /** Name of the prompt template; null if the model has none and therefore cannot chat. */
  prompt_template?: string | null | undefined
  /** Jinja source of the prompt template. */
  prompt_template_content?: string | null | undefined
  /** Whether the vision part is loaded, so that the model can see images. */
  use_vision?: boolean | null | undefined
  /** Card of the draft model. Current servers always send null, even while a draft model is loaded. */
  draft?: { id: string } | null | undefined
}

/** What the server writes into its log. */
export interface ModelLogging {
  /** Prompts. */
  log_prompt?: boolean | null | undefined
  /** Parameters of generations. */
  log_generation_params?: boolean | null | undefined
  /** Requests. */
  log_requests?: boolean | null | undefined
  /** Whole chat requests, as files. */
  log_chat_completion_requests?: boolean | null | undefined
}

/** A list of models. */
export interface ModelList {
  /** Always `list`. */
  object: 'list' | (string & {})
  /** The models, in no particular order. */
  data: ListedModel[]
}

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
 * The response of the three list endpoints. Cards in lists have null for `logging` and `parameters` (recording
 * get_v1_models__api and every other), so these are not checked, which keeps half a schema out of a bundle that only
 * lists.
 */
export const modelListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(v.looseObject({ id: v.string(), object: v.string(), created: v.number(), owned_by: v.string() })),
  }))()
