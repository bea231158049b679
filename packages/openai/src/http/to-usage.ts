import type { Usage } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** Token counts as OpenAI reports them. */
export interface OpenAIUsage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  prompt_tokens_details?: Record<string, number>
  completion_tokens_details?: Record<string, number>
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)

function toDetails(details: unknown): Record<string, number> | undefined {
  if (!isRecord(details)) return undefined
  const counts = Object.entries(details).filter((entry): entry is [string, number] => isCount(entry[1]))
  return counts.length > 0 ? Object.fromEntries(counts) : undefined
}

/** Keeps only the counts: clients add up whatever is a number, and concatenate strings. */
export function toUsage(usage: Usage | null | undefined): OpenAIUsage | undefined {
  if (!usage) return undefined
  const { prompt_tokens, completion_tokens, total_tokens } = usage
  const prompt = toDetails(usage.prompt_tokens_details)
  const completion = toDetails(usage.completion_tokens_details)
  return {
    prompt_tokens: isCount(prompt_tokens) ? prompt_tokens : 0,
    completion_tokens: isCount(completion_tokens) ? completion_tokens : 0,
    total_tokens: isCount(total_tokens) ? total_tokens : 0,
    ...(prompt && { prompt_tokens_details: prompt }),
    ...(completion && { completion_tokens_details: completion }),
  }
}
