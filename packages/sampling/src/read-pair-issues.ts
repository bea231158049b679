import { readNumber } from './read-number.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'

/** The parameters as the server sees them: the first of each parameter's names counts. */
export interface CountedParams {
  /** Returns the value that counts; undefined if no name of the parameter was given. */
  get(name: string): unknown
  /** Returns the name that it was given under, or the parameter's own. */
  nameOf(name: string): string
}

/** Finds parameters that are valid by themselves but not together. */
export function readPairIssues({ get, nameOf }: CountedParams): SamplerIssue[] {
  const issues: SamplerIssue[] = []
  const numberOf = (name: string, fallback: number) => {
    const value = get(name)
    return value === undefined ? fallback : readNumber(value)
  }

  const mostTokens = numberOf('max_tokens', 0)
  const fewestTokens = numberOf('min_tokens', 0)
  if (mostTokens && fewestTokens !== undefined && fewestTokens > mostTokens) {
    issues.push(toSamplerIssue(nameOf('min_tokens'), 'fails', 'Give at most max_tokens: the server responds with 500.'))
  }

  // A temperature of 0 counts as missing here and is not compared.
  const lowest = numberOf('min_temp', 1)
  const highest = numberOf('max_temp', 1)
  if (lowest && highest && lowest > highest) {
    const [field, advice] =
      get('min_temp') === undefined
        ? [nameOf('max_temp'), 'Give at least min_temp, which is 1 by default: the server responds with 500.']
        : [nameOf('min_temp'), 'Give at most max_temp, which is 1 by default: the server responds with 500.']
    issues.push(toSamplerIssue(field, 'fails', advice))
  }

  // A null matters only if the sampler is used (recording t2_sampler_null__adaptive_decay_null).
  const target = numberOf('adaptive_target', 1)
  for (const [name, isUsed, sampler] of [
    ['xtc_threshold', (numberOf('xtc_probability', 0) ?? 0) > 0, 'xtc_probability'],
    ['adaptive_decay', target !== undefined && target >= 0 && target < 1, 'adaptive_target'],
  ] as const) {
    if (!isUsed || !isSentAsNull(get(name))) continue
    const advice = `Leave it out: null with ${sampler} fails this generation.`
    issues.push(toSamplerIssue(nameOf(name), 'fails', advice))
  }

  if (get('top_logprobs') && !get('logprobs')) {
    const advice = 'Give logprobs too: without it there are none.'
    issues.push(toSamplerIssue(nameOf('top_logprobs'), 'ignored', advice))
  }
  return issues
}

/** JSON writes NaN and Infinity as null. */
function isSentAsNull(value: unknown): boolean {
  return value === null || (typeof value === 'number' && !Number.isFinite(value))
}
