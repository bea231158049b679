import { readNumber } from './read-number.js'
import { readValueIssue } from './read-value-issue.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'
import { samplerLimits } from './sampler-limits.js'

/** Names that other servers know and this one drops without a word, and what it has instead. */
const foreignNames: Record<string, string> = {
  seed: 'Leave it out: the server has no seed.',
  best_of: 'Leave it out: n gives several answers.',
  repeat_penalty: 'Call it repetition_penalty.',
  max_new_tokens: 'Call it max_tokens.',
  num_predict: 'Call it max_tokens.',
}

/**
 * Tells what the server will ignore, coerce, refuse or fail on in sampler parameters, without asking it.
 *
 * Takes the parameters of a chat or a completion (fields that are no sampler parameters are passed over), or those of
 * `switchSamplerOverride`: then the overrides are looked at, which the server itself never checks. It knows limits and
 * aliases, the samplers that the backend does nothing with, nulls (which `createChatCompletion` and `createCompletion`
 * leave out, and a body sent by hand does not), minima above their maxima, and overrides in the
 * shape that breaks every generation.
 *
 * @param params - What is to be sent.
 * @returns The issues, in the order of the fields; empty when all is well.
 *
 * @example
 * ```ts
 * import { checkSamplerParams } from '@tabby/sampling'
 *
 * for (const { field, severity, advice } of checkSamplerParams({ temperature: 0.7, min_p: 1.5, mirostat_mode: 2 })) {
 *   console.log(`${severity}: ${field}: ${advice}`)
 * }
 * ```
 */
export function checkSamplerParams(params: object): SamplerIssue[] {
  const { overrides } = params as { overrides?: unknown }
  return [...checkFields(params, ''), ...checkOverrides(overrides)]
}

function checkFields(params: object, prefix: string): SamplerIssue[] {
  const issues: SamplerIssue[] = []
  const given = new Map(Object.entries(params).filter(([, value]) => value !== undefined))
  const add = (field: string, ...issue: [SamplerIssue['effect'], string]) =>
    void issues.push(toSamplerIssue(prefix + field, ...issue))
  /** The value that counts: that of the first of its names. */
  const get = (name: string, fallback: unknown) => {
    const first = [name, ...(samplerLimits[name]?.aliases ?? [])].find((each) => given.has(each))
    return first === undefined ? fallback : given.get(first)
  }

  for (const [field, value] of given) {
    const [name, limits] =
      Object.entries(samplerLimits).find(([each, { aliases }]) => each === field || aliases?.includes(field)) ?? []
    if (Object.hasOwn(foreignNames, field)) add(field, 'ignored', foreignNames[field]!)
    if (!name || !limits) continue
    const names = [name, ...(limits.aliases ?? [])]
    const first = names.find((each) => given.has(each))
    if (first !== field) {
      add(field, 'ignored', `Leave it out: ${first} means the same and counts.`)
      continue
    }
    const issue = readValueIssue(prefix + field, name, value, limits)
    if (issue) issues.push(issue)
    else if (limits.isIgnored && value !== null) add(field, 'ignored', 'Leave it out: the backend does not use it.')
  }
  const isOver = (low: unknown, high: unknown) => (readNumber(low) ?? -Infinity) > (readNumber(high) ?? Infinity)
  const mostTokens = get('max_tokens', 0)
  if (readNumber(mostTokens) !== 0 && isOver(get('min_tokens', 0), mostTokens)) {
    add('min_tokens', 'fails', 'Give at most max_tokens: the server answers 500.')
  }
  if (isOver(get('min_temp', 1), get('max_temp', 1))) {
    add('min_temp', 'fails', 'Give at most max_temp (both are 1 by default): the server answers 500.')
  }
  if (get('top_logprobs', 0) && !get('logprobs', 0)) {
    add('top_logprobs', 'ignored', 'Give logprobs too: without it there are none.')
  }
  return issues
}

function checkOverrides(overrides: unknown): SamplerIssue[] {
  if (typeof overrides !== 'object' || overrides === null) return []
  const values: Record<string, unknown> = {}
  const broken: SamplerIssue[] = []
  for (const [field, entry] of Object.entries(overrides)) {
    if (entry === undefined) continue
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry) || entry.override === undefined) {
      const advice = 'Give { override: value }: any other form breaks every generation until overrides are unloaded.'
      broken.push(toSamplerIssue(`overrides.${field}`, 'fails', advice))
      // A null does nothing (recording override_list_after_dict).
    } else if (entry.override !== null) values[field] = entry.override
  }
  return [...broken, ...checkFields(values, 'overrides.')]
}
