import { readInteger, readNumber } from './read-number.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'

/** Says what comes of a list of texts or token ids, or nothing when it is good. `name` is the parameter's own. */
export function readListIssue(
  field: string,
  name: string,
  kind: 'texts' | 'tokens',
  value: unknown,
): SamplerIssue | undefined {
  // Only stops may be tokens and texts.
  const isGood = (entry: unknown) =>
    typeof entry === 'string'
      ? kind === 'texts' || readInteger(entry) !== undefined
      : readInteger(entry) !== undefined && (kind === 'tokens' || name === 'stop')
  const list = name === 'dry_sequence_breakers' ? readJsonList(value) : value
  return typeof list === 'string' || (Array.isArray(list) && list.every(isGood))
    ? undefined
    : toSamplerIssue(field, 'refused', `Give a text or a list of ${kind}.`)
}

/** Says what comes of biases by token id, or nothing when they are good. */
export function readBiasesIssue(field: string, biases: unknown): SamplerIssue | undefined {
  if (typeof biases !== 'object' || biases === null || Array.isArray(biases)) {
    return toSamplerIssue(field, 'refused', 'Give an object of biases by token id.')
  }
  const entries = Object.entries(biases).filter(([, bias]) => bias !== undefined)
  // Recordings t2_validation_gaps__logit_bias_a_1_32 and t2_validation_gaps__logit_bias_1_5_1.
  if (entries.some(([id]) => readInteger(id) === undefined)) {
    return toSamplerIssue(field, 'refused', 'Name the biases by token ids: each key must be a whole number.')
  }
  // JSON writes NaN and Infinity as null, which is refused here.
  const isBias = (bias: unknown) => (typeof bias === 'number' ? Number.isFinite(bias) : readNumber(bias) !== undefined)
  if (!entries.every(([, bias]) => isBias(bias))) {
    return toSamplerIssue(field, 'refused', 'Give a number as the bias of each token.')
  }
  return entries.some(([, bias]) => typeof bias !== 'number')
    ? toSamplerIssue(field, 'coerced', 'Give a number as the bias of each token: the server reads these as numbers.')
    : undefined
}

/** The server reads a text that is a JSON list as that list, for this one parameter. */
function readJsonList(value: unknown): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
