/**
 * How tokens are chosen. Names are the server's. `null` is omitted, as `undefined` is: the value is then the server's
 * default, or that of the active sampler overrides. The server accepts some parameters that the ExLlamaV3 backend does
 * not use; they are marked as ignored, and `checkSamplerParams` of `@tabby/sampling` reports them.
 */
export interface SamplerParams
  extends TemperatureParams, TruncationParams, PenaltyParams, ConstraintParams, IgnoredParams {
  /**
   * Most tokens to generate, 0 or more. 0 fills the context, and so does leaving it out in a chat. A streamed
   * completion fails without it. Aliases: `max_completion_tokens`, `max_length`; the first one given counts.
   */
  max_tokens?: number | null | undefined
  /** Alias of `max_tokens`. */
  max_completion_tokens?: number | null | undefined
  /** Alias of `max_tokens`. */
  max_length?: number | null | undefined
  /** Fewest tokens to generate, 0 or more. The server fails with 500 on more than `max_tokens`. Alias: `min_length`. */
  min_tokens?: number | null | undefined
  /** Alias of `min_tokens`. */
  min_length?: number | null | undefined
  /** Strings, or token ids, that end the reply; they are not part of it. Alias: `stop_sequence`. */
  stop?: string | (string | number)[] | null | undefined
  /** Alias of `stop`. */
  stop_sequence?: string | (string | number)[] | null | undefined
  /** Strings that the reply must not contain. */
  banned_strings?: string | string[] | null | undefined
  /** Token ids that must not be chosen, as numbers or as `"1,2"`. Alias: `custom_token_bans`. */
  banned_tokens?: number[] | string | null | undefined
  /** Alias of `banned_tokens`. */
  custom_token_bans?: number[] | string | null | undefined
  /** Ignored by the backend. The only token ids that may be chosen. Alias: `allowed_token_ids`. */
  allowed_tokens?: number[] | string | null | undefined
  /** Ignored, as `allowed_tokens` is. */
  allowed_token_ids?: number[] | string | null | undefined
  /** Lets the model regenerate the last token of the prompt. */
  token_healing?: boolean | null | undefined
  /** Puts the beginning-of-sequence token before the prompt. Default: what the model's configuration says. */
  add_bos_token?: boolean | null | undefined
  /** Ignored by the backend: a completion still ends at the end token. Alias: `ignore_eos`. */
  ban_eos_token?: boolean | null | undefined
  /** Ignored, as `ban_eos_token` is. */
  ignore_eos?: boolean | null | undefined
  /** Added to the scores of tokens, by token id. A key that is not a whole number is refused (422). */
  logit_bias?: Record<string, number> | null | undefined
  /**
   * Asks for the probability of each chosen token, 0 or more. In a completion, N > 1 also gives the N most probable
   * ones; 1 gives only the chosen one. In a chat, any number turns them on, and `top_logprobs` sets how many.
   */
  logprobs?: number | boolean | null | undefined
  /** In a chat, how many of the most probable tokens to give, 0 or more. Gives nothing without `logprobs`. */
  top_logprobs?: number | null | undefined
  /** Ends the reply when this many tokens repeat themselves; 0 is off. The `eos_reason` is then `loop_detected`. */
  loop_detect_window?: number | null | undefined
}

/** How sharply the most probable tokens are preferred. */
export interface TemperatureParams {
  /** 0 to 10; 0 always takes the most probable token. Default 1. */
  temperature?: number | null | undefined
  /** Applies the temperature after the other samplers. */
  temperature_last?: boolean | null | undefined
  /**
   * Ignored by the backend, and still checked: the server fails with 500 if it is more than `max_temp`, which is 1 if
   * it is missing. Alias: `dynatemp_low`.
   */
  min_temp?: number | null | undefined
  /**
   * Ignored by the backend, and still checked: the server fails with 500 if it is less than `min_temp`, which is 1 if
   * it is missing. Alias: `dynatemp_high`.
   */
  max_temp?: number | null | undefined
  /** Ignored by the backend. Alias: `dynatemp_exponent`. */
  temp_exponent?: number | null | undefined
  /** Aims at tokens near this probability; below 0 is off. */
  adaptive_target?: number | null | undefined
  /** How slowly the adaptive sampler forgets. */
  adaptive_decay?: number | null | undefined
}

/** Which tokens stay in the draw. */
export interface TruncationParams {
  /** The K most probable tokens; -1 or 0 is off. */
  top_k?: number | null | undefined
  /** The most probable tokens that together reach this probability, 0 to 1; 1 is off. */
  top_p?: number | null | undefined
  /**
   * Tokens with at least this fraction of the most probable one's probability. Outside 0 to 1 the server fails with
   * 503.
   */
  min_p?: number | null | undefined
  /** Chance of excluding the most probable tokens, 0 to 1. */
  xtc_probability?: number | null | undefined
  /** Probability above which XTC excludes tokens, 0 to 1. */
  xtc_threshold?: number | null | undefined
}

/** How repetition is penalized. */
export interface PenaltyParams {
  /** 0 or more; unlike OpenAI's, never negative (422). Grows with each use of a token. */
  frequency_penalty?: number | null | undefined
  /** 0 or more; unlike OpenAI's, never negative (422). Applies to tokens that were used at all. */
  presence_penalty?: number | null | undefined
  /** More than 0; 1 is off. Alias: `rep_pen`. */
  repetition_penalty?: number | null | undefined
  /** How many tokens back the penalties look; -1 for all. Alias: `repetition_range`. */
  penalty_range?: number | null | undefined
  /** Over how many tokens the penalties fade. */
  repetition_decay?: number | null | undefined
  /** Ignored: the backend has no DRY penalty. */
  dry_multiplier?: number | null | undefined
  /** Ignored: the backend has no DRY penalty. */
  dry_base?: number | null | undefined
  /** Ignored: the backend has no DRY penalty. */
  dry_allowed_length?: number | null | undefined
  /** Ignored: the backend has no DRY penalty. Alias: `dry_penalty_last_n`. */
  dry_range?: number | null | undefined
  /** Ignored: the backend has no DRY penalty. A JSON list of anything but strings is still refused (422). */
  dry_sequence_breakers?: string | string[] | null | undefined
}

/**
 * What the completion must look like. The server silently ignores an invalid schema, pattern or grammar; an
 * `eos_reason` of `end_filter` shows that a valid one has ended the completion.
 */
export interface ConstraintParams {
  /**
   * JSON schema that the completion must match, as an object. `{}` and `false` constrain nothing; a number, `true` or a
   * list fails the generation (503).
   */
  json_schema?: unknown | undefined
  /** Regular expression that the whole completion must match, in the syntax of llguidance. */
  regex_pattern?: string | null | undefined
  /** Grammar that the completion must follow, in the syntax of llguidance. */
  grammar_string?: string | null | undefined
}

/** Further samplers that the server accepts but the ExLlamaV3 backend does not use. */
export interface IgnoredParams {
  /** Ignored. */
  smoothing_factor?: number | null | undefined
  /** Ignored. */
  top_a?: number | null | undefined
  /** Ignored. */
  tfs?: number | null | undefined
  /** Ignored. More than 0, at most 1. Alias: `typical_p`. */
  typical?: number | null | undefined
  /** Ignored. */
  skew?: number | null | undefined
  /** Ignored. */
  mirostat_mode?: number | null | undefined
  /** Ignored. */
  mirostat_tau?: number | null | undefined
  /** Ignored. */
  mirostat_eta?: number | null | undefined
}
