/** A sampler that can be set by a slider. */
export interface SamplerField {
  name: string
  label: string
  hint: string
  min: number
  max: number
  step: number
  /** The server's default. */
  neutral: number
  /** Placeholder of the empty field, if it is not a number. */
  neutralLabel?: string
  /** Most people never change these; they are folded. */
  isAdvanced?: boolean
}

/** The samplers of the panel, in the order in which they are shown. */
export const samplerFields: readonly SamplerField[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    hint: 'Higher is more random; 0 always picks the most likely token',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 1,
  },
  {
    name: 'top_p',
    label: 'Top P',
    hint: 'Keep the smallest set of tokens whose probabilities add up to P',
    min: 0,
    max: 1,
    step: 0.01,
    neutral: 1,
  },
  {
    name: 'min_p',
    label: 'Min P',
    hint: 'Drop tokens less likely than this share of the most likely one',
    min: 0,
    max: 1,
    step: 0.01,
    neutral: 0,
  },
  {
    name: 'top_k',
    label: 'Top K',
    hint: 'Keep the K most likely tokens; 0 keeps all',
    min: 0,
    max: 200,
    step: 1,
    neutral: 0,
  },
  {
    name: 'max_tokens',
    label: 'Max tokens',
    hint: 'Maximum length of a reply; empty: as much as fits',
    min: 16,
    max: 8192,
    step: 16,
    neutral: 16,
    neutralLabel: 'none',
  },
  {
    name: 'repetition_penalty',
    label: 'Repetition penalty',
    hint: 'Makes used tokens less likely; 1 is off',
    min: 1,
    max: 2,
    step: 0.01,
    neutral: 1,
    isAdvanced: true,
  },
  {
    name: 'penalty_range',
    label: 'Penalty range',
    hint: 'How many recent tokens it looks at; -1 for all',
    min: -1,
    max: 8192,
    step: 1,
    neutral: -1,
    isAdvanced: true,
  },
  {
    name: 'frequency_penalty',
    label: 'Frequency penalty',
    hint: 'Grows each time the token is used',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'presence_penalty',
    label: 'Presence penalty',
    hint: 'The same for every used token',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_probability',
    label: 'XTC probability',
    hint: 'How often the most likely tokens are removed',
    min: 0,
    max: 1,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_threshold',
    label: 'XTC threshold',
    hint: 'From which probability tokens are removed',
    min: 0,
    max: 0.5,
    step: 0.01,
    neutral: 0.1,
    isAdvanced: true,
  },
]
