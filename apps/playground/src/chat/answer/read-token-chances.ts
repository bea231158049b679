import type { ChatLogprobs } from '@tabby/chat'
import type { TokenChance } from '../conversation/conversation.js'

/** Logarithms as probabilities. A token of probability 0 has -Infinity or nothing at all. */
export function readTokenChances(logprobs: ChatLogprobs | null | undefined): TokenChance[] | undefined {
  const chances = logprobs?.content.map(({ token, logprob, top_logprobs }) => ({
    token,
    probability: toProbability(logprob),
    others: (top_logprobs ?? []).map((other) => ({ token: other.token, probability: toProbability(other.logprob) })),
  }))
  return chances?.length ? chances : undefined
}

const toProbability = (logprob: number | null) => (logprob === null ? 0 : Math.min(1, Math.exp(logprob)))
