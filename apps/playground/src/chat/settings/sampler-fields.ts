/** A sampler that can be set by a slider. */
import { samplerWords } from '../../words/sampler-words.js'

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
    label: samplerWords.temperature,
    hint: samplerWords.higherIsMoreRandom0,
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 1,
  },
  {
    name: 'top_p',
    label: samplerWords.topP,
    hint: samplerWords.keepTheSmallestSetOf,
    min: 0,
    max: 1,
    step: 0.01,
    neutral: 1,
  },
  {
    name: 'min_p',
    label: samplerWords.minP,
    hint: samplerWords.dropTokensLessLikelyThan,
    min: 0,
    max: 1,
    step: 0.01,
    neutral: 0,
  },
  {
    name: 'top_k',
    label: samplerWords.topK,
    hint: samplerWords.keepTheKMostLikely,
    min: 0,
    max: 200,
    step: 1,
    neutral: 0,
  },
  {
    name: 'max_tokens',
    label: samplerWords.maxTokens,
    hint: samplerWords.maximumLengthOfAReply,
    min: 16,
    max: 8192,
    step: 16,
    neutral: 16,
    neutralLabel: 'none',
  },
  {
    name: 'repetition_penalty',
    label: samplerWords.repetitionPenalty,
    hint: samplerWords.makesUsedTokensLessLikely,
    min: 1,
    max: 2,
    step: 0.01,
    neutral: 1,
    isAdvanced: true,
  },
  {
    name: 'penalty_range',
    label: samplerWords.penaltyRange,
    hint: samplerWords.howManyRecentTokensIt,
    min: -1,
    max: 8192,
    step: 1,
    neutral: -1,
    isAdvanced: true,
  },
  {
    name: 'frequency_penalty',
    label: samplerWords.frequencyPenalty,
    hint: samplerWords.growsEachTimeTheToken,
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'presence_penalty',
    label: samplerWords.presencePenalty,
    hint: samplerWords.theSameForEveryUsed,
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_probability',
    label: samplerWords.xtcProbability,
    hint: samplerWords.howOftenTheMostLikely,
    min: 0,
    max: 1,
    step: 0.05,
    neutral: 0,
    isAdvanced: true,
  },
  {
    name: 'xtc_threshold',
    label: samplerWords.xtcThreshold,
    hint: samplerWords.fromWhichProbabilityTokensAre,
    min: 0,
    max: 0.5,
    step: 0.01,
    neutral: 0.1,
    isAdvanced: true,
  },
]
