import type { Usage } from '@tabby/core'

/**
 * Adds the usage of one step to that of the steps before it. Tokens and times are sums. If either time is missing, so
 * is the sum; speeds follow from tokens and times.
 */
export function addUsage(total: Usage | undefined, usage: Usage | null | undefined): Usage | undefined {
  if (!usage || !total) return usage ?? total
  const prompt_tokens = addCounts(total.prompt_tokens, usage.prompt_tokens)
  const prompt_time = addTimes(total.prompt_time, usage.prompt_time)
  const completion_tokens = addCounts(total.completion_tokens, usage.completion_tokens)
  const completion_time = addTimes(total.completion_time, usage.completion_time)
  return {
    prompt_tokens,
    prompt_time,
    prompt_tokens_per_sec: toSpeed(prompt_tokens, prompt_time),
    completion_tokens,
    completion_time,
    completion_tokens_per_sec: toSpeed(completion_tokens, completion_time),
    total_tokens: addCounts(total.total_tokens, usage.total_tokens),
    total_time: addTimes(total.total_time, usage.total_time),
    prompt_tokens_details: addDetails(total.prompt_tokens_details, usage.prompt_tokens_details),
    completion_tokens_details: addDetails(total.completion_tokens_details, usage.completion_tokens_details),
  }
}

/** Every known server sends counts, but no schema checks them in a stream: a missing count is 0, not NaN. */
function addCounts(one: number | null | undefined, other: number | null | undefined): number {
  return (one ?? 0) + (other ?? 0)
}

type Time = number | null | undefined

function addTimes(one: Time, other: Time): number | null {
  return typeof one === 'number' && typeof other === 'number' ? one + other : null
}

function toSpeed(tokens: number, time: number | null): number | null {
  return time ? tokens / time : null
}

/** Adds kinds of tokens. A missing kind counts as 0. */
function addDetails(one: object | null | undefined, other: object | null | undefined): Record<string, number> | null {
  if (!one && !other) return null
  const sums: Record<string, number> = {}
  for (const [kind, count] of [...Object.entries(one ?? {}), ...Object.entries(other ?? {})]) {
    if (typeof count === 'number') sums[kind] = (sums[kind] ?? 0) + count
  }
  return sums
}
