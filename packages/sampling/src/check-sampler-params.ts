import { TabbyRequestError } from '@tabby/core'
import { readPairIssues } from './read-pair-issues.js'
import { readValueIssue } from './read-value-issue.js'
import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'
import { samplerLimits, samplerNames } from './sampler-limits.js'

/**
 * Reports what the server will ignore, coerce, refuse or fail on in sampler parameters.
 *
 * Makes no requests. Takes the parameters of a chat or a completion (it ignores fields that are not sampler
 * parameters), or those of `switchSamplerOverride`: then it checks the overrides, which the server itself never does.
 * It knows limits and aliases, the parameters that the backend does not use (DRY, mirostat, `ban_eos_token` and
 * others), names that the server no longer has, nulls (which `createChatCompletion` and `createCompletion` omit, but a
 * body sent by hand may contain), minima above their maxima, and overrides in the shape that breaks every generation.
 *
 * @param params - The parameters to be sent.
 * @returns The issues, in the order of the fields; empty if there are none.
 * @throws TabbyRequestError when `params` is not an object.
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
  if (typeof params !== 'object' || params === null) {
    throw new TabbyRequestError('checkSamplerParams takes an object of sampler parameters')
  }
  const { overrides, extra } = params as { overrides?: unknown; extra?: unknown }
  const further = typeof extra === 'object' && extra !== null ? Object.entries(extra) : []
  return [...checkFields([...Object.entries(params), ...further], ''), ...checkOverrides(overrides)]
}

function checkFields(entries: [field: string, value: unknown][], prefix: string): SamplerIssue[] {
  const issues: SamplerIssue[] = []
  // A map, because any string may be the name of a field, even `__proto__`.
  const given = new Map(entries.filter(([, value]) => value !== undefined))
  /** The first given name of a parameter: its value counts. */
  const firstOf = (name: string) => [name, ...(samplerLimits[name]?.aliases ?? [])].find((each) => given.has(each))

  for (const [field, value] of given) {
    const advice = unknownSamplerNames.get(field)
    if (advice) issues.push(toSamplerIssue(prefix + field, 'ignored', advice))
    const name = samplerNames.get(field)
    if (name === undefined) continue
    const limits = samplerLimits[name]!
    const first = firstOf(name)
    if (first !== field) {
      issues.push(toSamplerIssue(prefix + field, 'ignored', `Leave it out: ${first} means the same and counts.`))
      continue
    }
    const issue = readValueIssue(prefix + field, name, value, limits)
    // If a value is not used, it does not matter that it is coerced.
    const isUnused = limits.isIgnored && value !== null && issue?.severity !== 'error'
    if (isUnused) {
      issues.push(toSamplerIssue(prefix + field, 'ignored', 'Leave it out: the backend does not use it.'))
    } else if (issue) issues.push(issue)
  }
  const pairs = readPairIssues({
    get: (name) => given.get(firstOf(name) ?? name),
    nameOf: (name) => prefix + (firstOf(name) ?? name),
  })
  return [...issues, ...pairs]
}

function checkOverrides(overrides: unknown): SamplerIssue[] {
  if (typeof overrides !== 'object' || overrides === null) return []
  const values: [field: string, value: unknown][] = []
  const broken: SamplerIssue[] = []
  for (const [field, entry] of Object.entries(overrides)) {
    if (entry === undefined) continue
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry) || entry.override === undefined) {
      const advice = 'Give { override: value }: any other form breaks every generation until overrides are unloaded.'
      broken.push(toSamplerIssue(`overrides.${field}`, 'fails', advice))
    } else if (samplerNames.get(field) === 'stop' && typeof entry.override === 'string') {
      const advice = 'Give a list of strings: as an override, a single string breaks every generation.'
      broken.push(toSamplerIssue(`overrides.${field}`, 'fails', advice))
    } else if (samplerNames.get(field) === 'banned_tokens' && typeof entry.override === 'string' && entry.force) {
      const advice = 'Give a list of token ids: as a forced override, a string breaks every generation.'
      broken.push(toSamplerIssue(`overrides.${field}`, 'fails', advice))
      // A null does nothing (recording override_list_after_dict).
    } else if (entry.override !== null) values.push([field, entry.override])
  }
  return [...broken, ...checkFields(values, 'overrides.')]
}

/** Names that the server ignores without an error, and what to do instead: names of other servers, and removed ones. */
export const unknownSamplerNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['seed', 'Leave it out: the server has no seed.'],
  ['best_of', 'Leave it out: n gives several completions.'],
  ['repeat_penalty', 'Call it repetition_penalty.'],
  ['max_new_tokens', 'Call it max_tokens.'],
  ['num_predict', 'Call it max_tokens.'],
  // What the ExLlamaV2 backend had, and what no schema of the server lists any longer.
  ['cfg_scale', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['guidance_scale', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['negative_prompt', 'Leave it out: the server no longer has classifier-free guidance (CFG).'],
  ['speculative_ngram', 'Leave it out: the server no longer has n-gram speculation; load a draft model instead.'],
  [
    'generate_window',
    'Leave it out: the server no longer shifts the context; fitMessages of @tabby/tokens shortens it.',
  ],
  ['skip_special_tokens', 'Leave it out: the server no longer has this option.'],
])
