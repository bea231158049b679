import type { FitMessagesOptions, FitMessagesParams } from './fit-messages.js'

/** Says why messages cannot be fitted with these values, or nothing when they can. No value is repeated. */
export function readFitProblem(
  { messages, max_tokens }: FitMessagesParams,
  { summarize, summaryTokens, openingTokens }: FitMessagesOptions,
): string | undefined {
  if (!Array.isArray(messages) || !messages.every((message) => typeof message === 'object' && message !== null)) {
    return 'messages must be a list of chat messages'
  }
  if (!isCount(max_tokens)) return 'max_tokens must be a whole number of tokens to keep free for the reply, 0 or more'
  for (const [name, count] of Object.entries({ summaryTokens, openingTokens })) {
    if (count !== undefined && !isCount(count)) return `${name} must be a whole number of tokens, 0 or more`
  }
  return summarize === undefined || typeof summarize === 'function' ? undefined : 'summarize must be a function'
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
