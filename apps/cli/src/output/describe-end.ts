import type { EndEvent } from './event.js'
import { toVisible } from './to-visible.js'

const reasons: Partial<Record<string, string>> = {
  length: 'cut off at the token limit',
  tool_calls: 'ended in a tool call',
}

/** What an answer took, in one line. */
export function describeEnd(event: EndEvent): string {
  const { usage, seconds_to_first_token: wait, tokens_per_second: speed, finish_reason: reason } = event
  const counts = usage ? [`${usage.prompt_tokens} prompt tokens`, `${usage.completion_tokens} answer tokens`] : []
  return [
    ...counts,
    ...(wait === null ? [] : [`first token after ${wait.toFixed(2)} s`]),
    ...(speed === null ? [] : [`${speed.toFixed(1)} tokens per second`]),
    ...(reason && Object.hasOwn(reasons, reason) ? [reasons[reason]] : []),
  ]
    .map((part) => toVisible(part ?? ''))
    .join(' · ')
}
