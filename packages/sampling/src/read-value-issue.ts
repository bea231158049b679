import { readFormatIssue, readPatternIssue, readSchemaIssue } from './read-constraint-issue.js'
import { readBiasesIssue, readListIssue } from './read-list-issue.js'
import { readInteger, readNumber } from './read-number.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'
import type { SamplerLimits } from './sampler-limits.js'

/** What the server accepts as a boolean besides true and false. */
const booleanWords = /^(?:[01]|on|off|t|f|true|false|y|n|yes|no)$/i

/**
 * Reports what the server does with a value, or nothing if it is valid. `name` is the parameter's own, `field` the one
 * sent.
 */
export function readValueIssue(
  field: string,
  name: string,
  value: unknown,
  limits: SamplerLimits,
): SamplerIssue | undefined {
  // JSON writes NaN and Infinity as null.
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    const others = limits.null === 'all' ? ' and others that run at the same time' : ''
    const advice = `Leave it out: null, NaN and Infinity fail this generation${others}.`
    if (limits.null) return toSamplerIssue(field, 'fails', advice)
    return value === null ? undefined : toSamplerIssue(field, 'coerced', 'Give a number: this is sent as null.')
  }
  switch (limits.kind) {
    case 'format':
      return readFormatIssue(field, value)
    case 'schema':
      return readSchemaIssue(field, value)
    case 'pattern':
      return readPatternIssue(field, value)
    case 'biases':
      return readBiasesIssue(field, value)
    case 'texts':
    case 'tokens':
      return readListIssue(field, name, limits.kind, value)
    case 'boolean':
      return readBooleanIssue(field, value)
    default:
      return readNumberIssue(field, name, value, limits)
  }
}

function readBooleanIssue(field: string, value: unknown): SamplerIssue | undefined {
  if (typeof value === 'boolean') return undefined
  return typeof value !== 'object' && booleanWords.test(`${value}`)
    ? toSamplerIssue(field, 'coerced', 'Give true or false: the server reads this as one.')
    : toSamplerIssue(field, 'refused', 'Give true or false.')
}

function readNumberIssue(field: string, name: string, value: unknown, limits: SamplerLimits): SamplerIssue | undefined {
  const { kind, range, isAbove } = limits
  const number = kind === 'integer' ? readInteger(value) : readNumber(value)
  if (number === undefined) {
    return toSamplerIssue(field, 'refused', `Give a ${kind === 'integer' ? 'whole number' : 'number'}.`)
  }
  const [minimum, maximum] = range ?? [-Infinity, Infinity]
  // Not the other way round: the string `nan` is not within any range.
  const isWithin = number >= minimum && number <= maximum && !(isAbove && number === minimum)
  if (range && !isWithin) {
    const lowest = isAbove ? `more than ${minimum}` : `${minimum} or more`
    const advice = `Give ${maximum === Infinity ? lowest : `${lowest}, at most ${maximum}`}.`
    // Only the sampler checks it (recording completion_min_p_1.5_sampler_assert).
    return toSamplerIssue(field, name === 'min_p' ? 'fails' : 'refused', advice)
  }
  // OpenAI's chats have a boolean there, and true means 1.
  if (typeof value !== 'number' && name !== 'logprobs') {
    return toSamplerIssue(field, 'coerced', 'Give a number: the server reads this as one.')
  }
  return name === 'max_tokens' && number === 0
    ? toSamplerIssue(field, 'coerced', 'Give a limit: 0 means none, and the completion may fill the context.')
    : undefined
}
