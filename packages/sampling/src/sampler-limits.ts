/** What the server accepts for a sampler parameter. */
export interface SamplerLimits {
  /** The type of its value. */
  kind: 'integer' | 'number' | 'boolean' | 'texts' | 'tokens' | 'biases' | 'pattern' | 'schema' | 'format'
  /** Lowest and highest value. */
  range?: readonly [minimum: number, maximum: number]
  /** Whether the lowest value itself is refused. */
  isAbove?: boolean
  /** What a null does: `own` fails this request, `all` also other requests that run at the same time. */
  null?: 'own' | 'all'
  /** Whether the backend ignores it. */
  isIgnored?: boolean
  /** Other names, in the order in which the server checks them, after its own. */
  aliases?: readonly string[]
}

const rate = [0, 1] as const
const positive = [0, Infinity] as const

/**
 * What the server accepts, by parameter: limits and aliases are those of its schema; the nulls were recorded one by one
 * (chat_logprobs_null, health_after_nulls_group). The parameters at the end are those that the server's own log lists
 * as not supported by ExLlamaV3, and the samplers that have no effect there.
 */
export const samplerLimits: Record<string, SamplerLimits> = {
  max_tokens: { kind: 'integer', range: positive, aliases: ['max_completion_tokens', 'max_length'] },
  min_tokens: { kind: 'integer', range: positive, aliases: ['min_length'] },
  stop: { kind: 'texts', null: 'own', aliases: ['stop_sequence'] },
  banned_strings: { kind: 'texts' },
  banned_tokens: { kind: 'tokens', aliases: ['custom_token_bans'] },
  token_healing: { kind: 'boolean' },
  temperature: { kind: 'number', range: [0, 10], null: 'all' },
  temperature_last: { kind: 'boolean' },
  top_k: { kind: 'integer', range: [-1, Infinity], null: 'own' },
  top_p: { kind: 'number', range: rate, null: 'own' },
  min_p: { kind: 'number', range: rate, null: 'own' },
  xtc_probability: { kind: 'number', range: rate, null: 'own' },
  xtc_threshold: { kind: 'number', range: rate },
  frequency_penalty: { kind: 'number', range: positive, null: 'all' },
  presence_penalty: { kind: 'number', range: positive, null: 'all' },
  repetition_penalty: { kind: 'number', range: positive, isAbove: true, null: 'all', aliases: ['rep_pen'] },
  penalty_range: {
    kind: 'integer',
    null: 'own',
    aliases: ['repetition_range', 'repetition_penalty_range', 'rep_pen_range'],
  },
  repetition_decay: { kind: 'integer' },
  add_bos_token: { kind: 'boolean' },
  logit_bias: { kind: 'biases' },
  logprobs: { kind: 'integer', range: positive, null: 'all' },
  top_logprobs: { kind: 'integer', range: positive, null: 'own' },
  adaptive_target: { kind: 'number', null: 'own' },
  adaptive_decay: { kind: 'number' },
  loop_detect_window: { kind: 'integer', range: positive },
  n: { kind: 'integer', range: [1, Infinity], null: 'own' },
  json_schema: { kind: 'schema' },
  regex_pattern: { kind: 'pattern' },
  grammar_string: { kind: 'pattern' },
  response_format: { kind: 'format', null: 'own' },
  allowed_tokens: { kind: 'tokens', isIgnored: true, aliases: ['allowed_token_ids'] },
  ban_eos_token: { kind: 'boolean', isIgnored: true, aliases: ['ignore_eos'] },
  dry_multiplier: { kind: 'number', isIgnored: true },
  dry_base: { kind: 'number', isIgnored: true },
  dry_allowed_length: { kind: 'integer', isIgnored: true },
  dry_range: { kind: 'integer', isIgnored: true, aliases: ['dry_penalty_last_n'] },
  dry_sequence_breakers: { kind: 'texts', isIgnored: true },
  min_temp: { kind: 'number', range: positive, isIgnored: true, aliases: ['dynatemp_low'] },
  max_temp: { kind: 'number', range: positive, isIgnored: true, aliases: ['dynatemp_high'] },
  temp_exponent: { kind: 'number', range: positive, isIgnored: true, aliases: ['dynatemp_exponent'] },
  smoothing_factor: { kind: 'number', range: positive, isIgnored: true },
  top_a: { kind: 'number', isIgnored: true },
  tfs: { kind: 'number', isIgnored: true },
  typical: { kind: 'number', range: rate, isAbove: true, isIgnored: true, aliases: ['typical_p'] },
  skew: { kind: 'number', isIgnored: true },
  mirostat_mode: { kind: 'integer', isIgnored: true, aliases: ['mirostat'] },
  mirostat_tau: { kind: 'number', isIgnored: true },
  mirostat_eta: { kind: 'number', isIgnored: true },
}

/** The parameter of each name, including aliases. A map, because any name may be looked up, even `constructor`. */
export const samplerNames: ReadonlyMap<string, string> = /* @__PURE__ */ (() =>
  new Map(
    Object.entries(samplerLimits).flatMap(([name, { aliases = [] }]) =>
      [name, ...aliases].map((each) => [each, name] as const),
    ),
  ))()
