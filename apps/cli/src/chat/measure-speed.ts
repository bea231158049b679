import { performance } from 'node:perf_hooks'
import type { Usage } from '@tabby/core'

/** Tokens per second since the first one. The server's figure may be the word `Indeterminate`, for short answers. */
export function measureSpeed(usage: Usage | null | undefined, first: number | undefined): number | null {
  if (typeof usage?.completion_tokens_per_sec === 'number') return usage.completion_tokens_per_sec
  const seconds = (performance.now() - (first ?? Infinity)) / 1000
  return usage && seconds > 0 ? usage.completion_tokens / seconds : null
}
