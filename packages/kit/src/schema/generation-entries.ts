import * as v from 'valibot'

/** The fields of core's `SamplerParams`, with the ranges outside which the server responds with 422. */
const samplerEntries = /* @__PURE__ */ (() => {
  const atLeast = (least: number) => v.pipe(v.number(), v.minValue(least))
  const between = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most))
  const above = (least: number) => v.pipe(v.number(), v.gtValue(least))
  const integer = v.pipe(v.number(), v.integer())
  const integerFrom = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least))
  const texts = v.union([v.string(), v.array(v.string())])
  const tokenIds = v.union([v.array(v.number()), v.string()])
  const stops = v.union([v.string(), v.array(v.union([v.string(), v.number()]))])

  const limit = v.exactOptional(v.nullable(integerFrom(0)))
  const factor = v.exactOptional(v.nullable(atLeast(0)))
  const flag = v.exactOptional(v.nullable(v.boolean()))
  const number = v.exactOptional(v.nullable(v.number()))
  const whole = v.exactOptional(v.nullable(integer))
  const text = v.exactOptional(v.nullable(v.string()))
  const tokens = v.exactOptional(v.nullable(tokenIds))

  return {
    max_tokens: limit,
    max_completion_tokens: limit,
    max_length: limit,
    min_tokens: limit,
    min_length: limit,
    stop: v.exactOptional(v.nullable(stops)),
    stop_sequence: v.exactOptional(v.nullable(stops)),
    banned_strings: v.exactOptional(v.nullable(texts)),
    banned_tokens: tokens,
    custom_token_bans: tokens,
    allowed_tokens: tokens,
    allowed_token_ids: tokens,
    token_healing: flag,
    add_bos_token: flag,
    ban_eos_token: flag,
    ignore_eos: flag,
    logit_bias: v.exactOptional(v.nullable(v.record(v.pipe(v.string(), v.regex(/^\d+$/)), v.number()))),
    logprobs: v.exactOptional(v.nullable(v.union([integerFrom(0), v.boolean()]))),
    top_logprobs: v.exactOptional(v.nullable(integerFrom(0))),
    loop_detect_window: limit,

    temperature: v.exactOptional(v.nullable(between(0, 10))),
    temperature_last: flag,
    min_temp: factor,
    max_temp: factor,
    temp_exponent: factor,
    adaptive_target: v.exactOptional(v.nullable(v.number())),
    adaptive_decay: number,

    top_k: v.exactOptional(v.nullable(integerFrom(-1))),
    top_p: v.exactOptional(v.nullable(between(0, 1))),
    // The server accepts any number and fails on these (recording completion_min_p_1.5_sampler_assert).
    min_p: v.exactOptional(v.nullable(between(0, 1))),
    xtc_probability: v.exactOptional(v.nullable(between(0, 1))),
    xtc_threshold: v.exactOptional(v.nullable(between(0, 1))),

    frequency_penalty: v.exactOptional(v.nullable(atLeast(0))),
    presence_penalty: v.exactOptional(v.nullable(atLeast(0))),
    repetition_penalty: v.exactOptional(v.nullable(above(0))),
    penalty_range: v.exactOptional(v.nullable(integer)),
    repetition_decay: whole,
    dry_multiplier: number,
    dry_base: number,
    dry_allowed_length: whole,
    dry_range: whole,
    dry_sequence_breakers: v.exactOptional(v.nullable(texts)),

    json_schema: v.exactOptional(v.unknown()),
    regex_pattern: text,
    grammar_string: text,

    smoothing_factor: factor,
    top_a: number,
    tfs: number,
    typical: v.exactOptional(v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)))),
    skew: number,
    mirostat_mode: whole,
    mirostat_tau: number,
    mirostat_eta: number,
  }
})()

/** The fields of core's `GenerationParams`. */
export const generationEntries = /* @__PURE__ */ (() => {
  const text = v.exactOptional(v.nullable(v.string()))
  return {
    ...samplerEntries,
    model: text,
    n: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
    stream_options: v.exactOptional(
      v.nullable(v.looseObject({ include_usage: v.exactOptional(v.nullable(v.boolean())) })),
    ),
    response_format: v.exactOptional(
      v.nullable(v.looseObject({ type: v.exactOptional(v.string()), json_schema: v.exactOptional(v.unknown()) })),
    ),
    best_of: v.exactOptional(v.nullable(v.pipe(v.number(), v.integer()))),
    echo: v.exactOptional(v.nullable(v.boolean())),
    suffix: text,
    user: text,
  }
})()
