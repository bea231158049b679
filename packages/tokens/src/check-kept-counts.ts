import { TabbyRequestError } from '@tabby/core'
import type { PromptLimitParams } from './get-prompt-limit.js'

/** The counts to keep free beside a prompt. */
export function checkKeptCounts(caller: string, params: PromptLimitParams | null | undefined) {
  const { max_tokens: reply = 0, openingTokens: opening = 16 } = params ?? {}
  for (const [name, count] of Object.entries({ max_tokens: reply, openingTokens: opening })) {
    if (Number.isSafeInteger(count) && count >= 0) continue
    throw new TabbyRequestError(`${caller}: ${name} must be a whole number of tokens, 0 or more`)
  }
  return { reply, opening }
}
