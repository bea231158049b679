/** A sampler that can be set by a slider. */
export interface SamplerField {
  name: string
  label: string
  hint: string
  min: number
  max: number
  step: number
  /** What the server does when nothing is sent. */
  neutral: number
  /** What the empty field says, where that is no number. */
  neutralLabel?: string
  /** Those that most people never touch are folded. */
  isAdvanced?: boolean
}

/** The samplers of the panel, in the order in which they are shown. */
export const samplerFields: readonly SamplerField[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    hint: 'How daring the choice is',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 1,
  },
  { name: 'top_p', label: 'Top P', hint: 'Share of the probable that stays', min: 0, max: 1, step: 0.01, neutral: 1 },
  { name: 'min_p', label: 'Min P', hint: 'Least share of the most probable', min: 0, max: 1, step: 0.01, neutral: 0 },
  { name: 'top_k', label: 'Top K', hint: 'How many stay; 0 is all', min: 0, max: 200, step: 1, neutral: 0 },
  {
    name: 'max_tokens',
    label: 'Most tokens',
    hint: 'Length of an answer; empty is all there is room for',
    min: 16,
    max: 8192,
    step: 16,
    neutral: 16,
    neutralLabel: 'none',
  },
  {
    name: 'repetition_penalty',
    label: 'Repetition penalty',
    hint: '1 is off',
    min: 1,
    max: 2,
    step: 0.01,
    neutral: 1,
    isAdvanced: true,
  },
  {
    name: 'penalty_range',
    label: 'Penalty range',
    hint: 'Tokens that count; -1 is all',
    min: -1,
    max: 8192,
    step: 1,
    neutral: -1,
    isAdvanced: true,
  },
  {
    name: 'frequency_penalty',
    label: 'Frequency penalty',
    hint: 'Grows with each use',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'presence_penalty',
    label: 'Presence penalty',
    hint: 'For any use',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_probability',
    label: 'XTC probability',
    hint: 'How often the obvious is left out',
    min: 0,
    max: 1,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_threshold',
    label: 'XTC threshold',
    hint: 'What counts as obvious',
    min: 0,
    max: 0.5,
    step: 0.01,
    neutral: 0.1,
    isAdvanced: true,
  },
]
