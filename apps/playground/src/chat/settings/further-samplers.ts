/** A parameter that is rarely set, as a field. */
export interface FurtherSampler {
  name: string
  label: string
  hint: string
  /** `lines`: a list of texts, one on each line. `json`: a value as JSON. */
  kind: 'number' | 'switch' | 'text' | 'lines' | 'json'
}

/** Parameters under a title. */
export interface SamplerGroup {
  title: string
  hint?: string
  fields: readonly FurtherSampler[]
}

const number = (name: string, label: string, hint = ''): FurtherSampler => ({ name, label, hint, kind: 'number' })

const unused = 'Accepted by the server, but ExLlamaV3 does not use it'

/** All parameters of the server that have no slider, in groups. */
export const samplerGroups: readonly SamplerGroup[] = [
  {
    title: 'Length and ends',
    fields: [
      number('min_tokens', 'Min tokens', 'Minimum length of a reply'),
      { name: 'stop', label: 'Stop strings', hint: 'One on each line', kind: 'lines' },
      {
        name: 'banned_strings',
        label: 'Banned strings',
        hint: 'What a reply must not contain; one on each line',
        kind: 'lines',
      },
      number('loop_detect_window', 'Loop detection', 'Ends a reply whose last tokens repeat themselves; 0 is off'),
    ],
  },
  {
    title: 'Choice of tokens',
    fields: [
      { name: 'temperature_last', label: 'Temperature last', hint: 'After the other samplers', kind: 'switch' },
      number('adaptive_target', 'Adaptive target', 'Aim at tokens near this probability; below 0 is off'),
      number('adaptive_decay', 'Adaptive decay', 'How slowly the adaptive sampler forgets'),
      number('repetition_decay', 'Repetition decay', 'Over how many tokens the penalties fade'),
      { name: 'logit_bias', label: 'Logit bias', hint: 'Added to the scores of tokens: {"1234": -5}', kind: 'json' },
      { name: 'banned_tokens', label: 'Banned tokens', hint: 'Token ids: 12, 345', kind: 'text' },
      {
        name: 'token_healing',
        label: 'Token healing',
        hint: 'Regenerate the last token of the prompt',
        kind: 'switch',
      },
      {
        name: 'add_bos_token',
        label: 'Add BOS token',
        hint: 'Put the beginning-of-sequence token first',
        kind: 'switch',
      },
    ],
  },
  {
    title: 'Form of the reply',
    hint: 'The server silently ignores a pattern or grammar that is not valid.',
    fields: [
      { name: 'regex_pattern', label: 'Regular expression', hint: 'The whole reply must match it', kind: 'text' },
      { name: 'grammar_string', label: 'Grammar', hint: 'In the syntax of llguidance', kind: 'lines' },
    ],
  },
  {
    title: 'Not used by ExLlamaV3',
    hint: `${unused}. They are here for presets of other programs.`,
    fields: [
      number('dry_multiplier', 'DRY multiplier'),
      number('dry_base', 'DRY base'),
      number('dry_allowed_length', 'DRY allowed length'),
      number('dry_range', 'DRY range'),
      { name: 'dry_sequence_breakers', label: 'DRY sequence breakers', hint: 'One on each line', kind: 'lines' },
      number('typical', 'Typical P'),
      number('tfs', 'Tail-free sampling'),
      number('top_a', 'Top A'),
      number('smoothing_factor', 'Smoothing factor'),
      number('skew', 'Skew'),
      number('min_temp', 'Dynamic temperature, low'),
      number('max_temp', 'Dynamic temperature, high'),
      number('temp_exponent', 'Dynamic temperature, exponent'),
      number('mirostat_mode', 'Mirostat mode'),
      number('mirostat_tau', 'Mirostat tau'),
      number('mirostat_eta', 'Mirostat eta'),
      { name: 'ban_eos_token', label: 'Ban EOS token', hint: '', kind: 'switch' },
      { name: 'allowed_tokens', label: 'Allowed tokens', hint: 'Token ids: 12, 345', kind: 'text' },
    ],
  },
]
