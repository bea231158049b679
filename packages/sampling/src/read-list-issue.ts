import { readInteger, readNumber } from './read-number.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'

/**
 * Reports what the server does with a list of strings or token ids, or nothing if it is valid. `name` is the
 * parameter's own.
 */
export function readListIssue(
  field: string,
  name: string,
  kind: 'texts' | 'tokens',
  value: unknown,
): SamplerIssue | undefined {
  const advice = `Give a string or a list of ${kind === 'texts' ? 'strings' : 'token ids'}.`
  // Only stops may be both tokens and strings.
  const isGood = (entry: unknown) =>
    typeof entry === 'string'
      ? kind === 'texts' || readInteger(entry) !== undefined
      : readInteger(entry) !== undefined && (kind === 'tokens' || name === 'stop')
  const list = name === 'dry_sequence_breakers' ? readJsonList(value) : value
  // The server refuses it, but fails when it repeats it in the refusal.
  if (Array.isArray(list) && list !== value && list.some((entry) => Math.abs(Number(entry)) === Infinity)) {
    return toSamplerIssue(field, 'fails', advice)
  }
  return typeof list === 'string' || (Array.isArray(list) && list.every(isGood))
    ? undefined
    : toSamplerIssue(field, 'refused', advice)
}

/** Reports what the server does with biases by token id, or nothing if they are valid. */
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

/**
 * For this parameter only, the server reads a string as a JSON list whose brackets may be missing, or else as an empty
 * list.
 */
function readJsonList(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    // Python's JSON has numbers that JavaScript's does not.
    const text = value.replaceAll(/-?Infinity|NaN/g, '1e999')
    return JSON.parse(text.startsWith('[') ? text : `[${text}]`)
  } catch {
    return []
  }
}
