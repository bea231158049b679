import type { Usage } from '@tabby/core'
import { toUsage } from '../http/to-usage.js'

/** Token counts under the names that `POST /v1/responses` uses. */
export interface ResponseUsage {
  input_tokens: number
  input_tokens_details: { cached_tokens: number }
  output_tokens: number
  output_tokens_details: { reasoning_tokens: number }
  total_tokens: number
}

/** Renames the counts; `null` if the server reported none. */
export function toResponseUsage(usage: Usage | null | undefined): ResponseUsage | null {
  const counts = toUsage(usage)
  if (!counts) return null
  return {
    input_tokens: counts.prompt_tokens,
    input_tokens_details: { cached_tokens: counts.prompt_tokens_details?.['cached_tokens'] ?? 0 },
    output_tokens: counts.completion_tokens,
    output_tokens_details: { reasoning_tokens: counts.completion_tokens_details?.['reasoning_tokens'] ?? 0 },
    total_tokens: counts.total_tokens,
  }
}
