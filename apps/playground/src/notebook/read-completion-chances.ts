import type { CompletionLogprobs } from '@tabby/completions'
import type { TokenChance } from '../chat/conversation/conversation.js'

/** Turns the logarithms of a completion into probabilities. Values in another form are left out. */
export function readCompletionChances(logprobs: CompletionLogprobs | null | undefined): TokenChance[] {
  const tokens = Array.isArray(logprobs?.tokens) ? logprobs.tokens : []
  return tokens.flatMap((token, place) => {
    if (typeof token !== 'string') return []
    const others = Object.entries(logprobs?.top_logprobs?.[place] ?? {}).map(([other, logarithm]) => ({
      token: other,
      probability: toProbability(logarithm),
    }))
    return [{ token, probability: toProbability(logprobs?.token_logprobs?.[place]), others }]
  })
}

/** A token with probability 0 has no logarithm. */
function toProbability(logarithm: unknown): number {
  const probability = typeof logarithm === 'number' ? Math.min(1, Math.exp(logarithm)) : 0
  return Number.isNaN(probability) ? 0 : probability
}
