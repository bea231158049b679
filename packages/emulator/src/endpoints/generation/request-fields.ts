import { parseJson } from '../../json/parse-json.js'
import type { ServerState } from '../../state/server-state.js'
import { anything, dictionary, list, mapped, optional, record, union } from '../../validation/composites.js'
import type { Model } from '../../validation/model.js'
import { boolean, decimal, integer, text } from '../../validation/scalars.js'
import { readOverride } from './sampler-overrides.js'

/** A field of the sampler: it may be null, and when it is absent an override may set it, else the fallback holds. */
function sampler<Output>(key: string, model: Model<Output>, fallback: Output | null = null, others: string[] = []) {
  return {
    model: optional(model),
    default: (server: ServerState): Output | null => {
      const override = readOverride(server, key)?.override ?? null
      if (override === null) return fallback
      // What sets a list of tokens may be a text, too; one that is forced is not looked at any more.
      const isText = key.endsWith('_tokens') && typeof override === 'string'
      return (isText ? toTokenIds(override) : override) as Output
    },
    aliases: [key, ...others],
  }
}

/** Token ids, also as a text with commas. */
const tokenIds = mapped(union(list(integer()), text()), (ids) => (typeof ids === 'string' ? toTokenIds(ids) : ids))

function toTokenIds(ids: string): number[] {
  return ids.split(',').map(Number)
}
const texts = union(text(), list(text()))

/** A text is a list in JSON, whose brackets may be missing; one that is not counts as an empty list. */
const breakers: typeof texts = {
  ...texts,
  read: (input, at, run) => texts.read(typeof input === 'string' ? parseList(input) : input, at, run),
}

/** Characters of a list in a text: it is read in one go. */
const longestList = 20_000

function parseList(given: string): unknown {
  if (given.length > longestList) throw new RangeError('the list is too long')
  try {
    return parseJson(given.startsWith('[') ? given : `[${given}]`)
  } catch {
    return []
  }
}
const stops = mapped(union(text(), list(union(text(), integer()))), (stop) =>
  typeof stop === 'string' ? [stop] : stop,
)

/**
 * The sampling parameters that all generation requests share, in the order in which the server reports their issues.
 */
export const samplerFields = {
  max_tokens: sampler('max_tokens', integer({ ge: 0 }), null, ['max_completion_tokens', 'max_length']),
  min_tokens: sampler('min_tokens', integer({ ge: 0 }), 0, ['min_length']),
  stop: sampler('stop', stops, [], ['stop_sequence']),
  banned_strings: sampler('banned_strings', texts, []),
  banned_tokens: sampler('banned_tokens', tokenIds, [], ['custom_token_bans']),
  allowed_tokens: sampler('allowed_tokens', tokenIds, [], ['allowed_token_ids']),
  token_healing: sampler('token_healing', boolean(), false),
  temperature: sampler('temperature', decimal({ ge: 0, le: 10 }), 1),
  temperature_last: sampler('temperature_last', boolean(), false),
  smoothing_factor: sampler('smoothing_factor', decimal({ ge: 0 }), 0),
  top_k: sampler('top_k', integer({ ge: -1 }), 0),
  top_p: sampler('top_p', decimal({ ge: 0, le: 1 }), 1),
  top_a: sampler('top_a', decimal(), 0),
  min_p: sampler('min_p', decimal(), 0),
  tfs: sampler('tfs', decimal(), 1),
  typical: sampler('typical', decimal({ gt: 0, le: 1 }), 1, ['typical_p']),
  skew: sampler('skew', decimal(), 0),
  xtc_probability: sampler('xtc_probability', decimal({ ge: 0, le: 1 }), 0),
  xtc_threshold: sampler('xtc_threshold', decimal({ ge: 0, le: 1 }), 0.1),
  frequency_penalty: sampler('frequency_penalty', decimal({ ge: 0 }), 0),
  presence_penalty: sampler('presence_penalty', decimal({ ge: 0 }), 0),
  repetition_penalty: sampler('repetition_penalty', decimal({ gt: 0 }), 1, ['rep_pen']),
  penalty_range: sampler('penalty_range', integer(), -1, [
    'repetition_range',
    'repetition_penalty_range',
    'rep_pen_range',
  ]),
  repetition_decay: sampler('repetition_decay', integer(), 0),
  dry_multiplier: sampler('dry_multiplier', decimal(), 0),
  dry_base: sampler('dry_base', decimal(), 0),
  dry_allowed_length: sampler('dry_allowed_length', integer(), 0),
  dry_range: sampler('dry_range', integer(), 0, ['dry_penalty_last_n']),
  dry_sequence_breakers: sampler('dry_sequence_breakers', breakers, []),
  mirostat_mode: sampler('mirostat_mode', integer(), 0, ['mirostat']),
  mirostat_tau: sampler('mirostat_tau', decimal(), 1.5),
  mirostat_eta: sampler('mirostat_eta', decimal(), 0.3),
  add_bos_token: sampler('add_bos_token', boolean(), true),
  ban_eos_token: sampler('ban_eos_token', boolean(), false, ['ignore_eos']),
  logit_bias: sampler('logit_bias', dictionary(decimal(), { integerKeys: true })),
  json_schema: sampler('json_schema', anything()),
  regex_pattern: sampler('regex_pattern', text()),
  grammar_string: sampler('grammar_string', text()),
  max_temp: sampler('max_temp', decimal({ ge: 0 }), 1, ['dynatemp_high']),
  min_temp: sampler('min_temp', decimal({ ge: 0 }), 1, ['dynatemp_low']),
  temp_exponent: sampler('temp_exponent', decimal({ ge: 0 }), 1, ['dynatemp_exponent']),
  logprobs: sampler('logprobs', integer({ ge: 0 }), 0),
  top_logprobs: sampler('top_logprobs', integer({ ge: 0 }), 0),
  adaptive_target: sampler('adaptive_target', decimal(), 1),
  adaptive_decay: sampler('adaptive_decay', decimal(), 0.9),
  loop_detect_window: sampler('loop_detect_window', integer({ ge: 0 }), 0),
}

const none = (): null => null
const streamOptions = record('ChatCompletionStreamOptions', {
  include_usage: { model: optional(boolean()), default: () => false },
})
const responseFormat = record('CompletionResponseFormat', {
  type: { model: text(), default: () => 'text' },
  json_schema: { model: optional(anything()), default: none },
})

/** What both kinds of completion take, the sampling parameters first. */
export const requestFields = {
  ...samplerFields,
  model: { model: optional(text()), default: none },
  stream: { model: optional(boolean()), default: () => false },
  stream_options: { model: optional(streamOptions), default: none },
  response_format: { model: optional(responseFormat), default: () => ({ type: 'text', json_schema: null }) },
  n: sampler('n', integer({ ge: 1 }), 1),
  best_of: { model: optional(integer()), default: none },
  echo: { model: optional(boolean()), default: () => false },
  suffix: { model: optional(text()), default: none },
  user: { model: optional(text()), default: none },
}
