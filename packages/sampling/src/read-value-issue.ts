import { readNumber } from './read-number.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'
import type { SamplerLimits } from './sampler-limits.js'

/** What the server reads as yes or no besides true and false. */
const booleanWords = /^(?:[01]|on|off|t|f|true|false|y|n|yes|no)$/i

/** Says what comes of a value, or nothing when it is good. `name` is the parameter's own, `field` the one sent. */
export function readValueIssue(
  field: string,
  name: string,
  value: unknown,
  limits: SamplerLimits,
): SamplerIssue | undefined {
  const { kind, range: [minimum, maximum] = [-Infinity, Infinity], isAbove } = limits
  // JSON writes NaN and Infinity as null.
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    const others = limits.null === 'all' ? ' and others that run at the same time' : ''
    const advice = `Leave it out: null, NaN and Infinity fail this generation${others}.`
    if (limits.null) return toSamplerIssue(field, 'fails', advice)
    return value === null ? undefined : toSamplerIssue(field, 'coerced', 'Give a number: this is sent as null.')
  }
  if (kind === 'other') {
    // The word of OpenAI (recording chat_response_format_json_object_IGNORED).
    return (value as { type?: unknown }).type === 'json_object'
      ? toSamplerIssue(field, 'ignored', 'Call it json, or give a json_schema.')
      : undefined
  }
  if (kind === 'texts' || kind === 'tokens') {
    // Only stops may be tokens and texts.
    const isGood = (entry: unknown) =>
      typeof entry === 'string'
        ? kind === 'texts' || Number.isInteger(readNumber(entry))
        : Number.isInteger(entry) && (kind === 'tokens' || name === 'stop')
    return typeof value === 'string' || (Array.isArray(value) && value.every(isGood))
      ? undefined
      : toSamplerIssue(field, 'refused', `Give a text or a list of ${kind}.`)
  }
  if (kind === 'boolean') {
    if (typeof value === 'boolean') return undefined
    return typeof value !== 'object' && booleanWords.test(`${value}`)
      ? toSamplerIssue(field, 'coerced', 'Give true or false: the server reads this as one.')
      : toSamplerIssue(field, 'refused', 'Give true or false.')
  }
  const number = readNumber(value)
  // A text of an integer has no exponent.
  const isWhole = kind === 'number' || (Number.isInteger(number) && !/\de/i.test(value as string))
  if (number === undefined || !isWhole) {
    return toSamplerIssue(field, 'refused', `Give a ${kind === 'integer' ? 'whole number' : 'number'}.`)
  }
  if (number > maximum || number < minimum || (isAbove && number === minimum)) {
    const lowest = isAbove ? `more than ${minimum}` : `${minimum} or more`
    const advice = `Give ${maximum === Infinity ? lowest : `${lowest}, at most ${maximum}`}.`
    // Only the sampler looks at it (recording completion_min_p_1.5_sampler_assert).
    return toSamplerIssue(field, name === 'min_p' ? 'fails' : 'refused', advice)
  }
  // OpenAI's chats have a boolean there, and true is 1.
  if (typeof value !== 'number' && name !== 'logprobs') {
    return toSamplerIssue(field, 'coerced', 'Give a number: the server reads this as one.')
  }
  return name === 'max_tokens' && number === 0
    ? toSamplerIssue(field, 'coerced', 'Give a limit: 0 is none, and the answer may fill the context.')
    : undefined
}
