/** A parameter that is rarely set, as a field. */
import { samplerWords } from '../../words/sampler-words.js'

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

const unused = samplerWords.acceptedByTheServerBut

/** All parameters of the server that have no slider, in groups. */
export const samplerGroups: readonly SamplerGroup[] = [
  {
    title: samplerWords.lengthAndEnds,
    fields: [
      number('min_tokens', samplerWords.minTokens, samplerWords.minimumLengthOfAReply),
      { name: 'stop', label: samplerWords.stopStrings, hint: samplerWords.oneOnEachLine, kind: 'lines' },
      {
        name: 'banned_strings',
        label: samplerWords.bannedStrings,
        hint: samplerWords.whatAReplyMustNot,
        kind: 'lines',
      },
      number('loop_detect_window', samplerWords.loopDetection, samplerWords.endsAReplyWhoseLast),
    ],
  },
  {
    title: samplerWords.choiceOfTokens,
    fields: [
      {
        name: 'temperature_last',
        label: samplerWords.temperatureLast,
        hint: samplerWords.afterTheOtherSamplers,
        kind: 'switch',
      },
      number('adaptive_target', samplerWords.adaptiveTarget, samplerWords.aimAtTokensNearThis),
      number('adaptive_decay', samplerWords.adaptiveDecay, samplerWords.howSlowlyTheAdaptiveSampler),
      number('repetition_decay', samplerWords.repetitionDecay, samplerWords.overHowManyTokensThe),
      { name: 'logit_bias', label: samplerWords.logitBias, hint: samplerWords.addedToTheScoresOf, kind: 'json' },
      { name: 'banned_tokens', label: samplerWords.bannedTokens, hint: samplerWords.tokenIds12345, kind: 'text' },
      {
        name: 'token_healing',
        label: samplerWords.tokenHealing,
        hint: samplerWords.regenerateTheLastTokenOf,
        kind: 'switch',
      },
      {
        name: 'add_bos_token',
        label: samplerWords.addBosToken,
        hint: samplerWords.putTheBeginningOfSequence,
        kind: 'switch',
      },
    ],
  },
  {
    title: samplerWords.formOfTheReply,
    hint: samplerWords.theServerSilentlyIgnoresA,
    fields: [
      {
        name: 'regex_pattern',
        label: samplerWords.regularExpression,
        hint: samplerWords.theWholeReplyMustMatch,
        kind: 'text',
      },
      {
        name: 'grammar_string',
        label: samplerWords.grammar,
        hint: samplerWords.inTheSyntaxOfLlguidance,
        kind: 'lines',
      },
    ],
  },
  {
    title: samplerWords.notUsedByExllamav3,
    hint: samplerWords.theyAreHereForPresets(unused),
    fields: [
      number('dry_multiplier', samplerWords.dryMultiplier),
      number('dry_base', samplerWords.dryBase),
      number('dry_allowed_length', samplerWords.dryAllowedLength),
      number('dry_range', samplerWords.dryRange),
      {
        name: 'dry_sequence_breakers',
        label: samplerWords.drySequenceBreakers,
        hint: samplerWords.oneOnEachLine,
        kind: 'lines',
      },
      number('typical', samplerWords.typicalP),
      number('tfs', samplerWords.tailFreeSampling),
      number('top_a', samplerWords.topA),
      number('smoothing_factor', samplerWords.smoothingFactor),
      number('skew', samplerWords.skew),
      number('min_temp', samplerWords.dynamicTemperatureLow),
      number('max_temp', samplerWords.dynamicTemperatureHigh),
      number('temp_exponent', samplerWords.dynamicTemperatureExponent),
      number('mirostat_mode', samplerWords.mirostatMode),
      number('mirostat_tau', samplerWords.mirostatTau),
      number('mirostat_eta', samplerWords.mirostatEta),
      { name: 'ban_eos_token', label: samplerWords.banEosToken, hint: '', kind: 'switch' },
      { name: 'allowed_tokens', label: samplerWords.allowedTokens, hint: samplerWords.tokenIds12345, kind: 'text' },
    ],
  },
]
