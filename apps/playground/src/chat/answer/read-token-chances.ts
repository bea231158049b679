import type { ChatLogprobs } from '@tabby/chat'
import type { TokenChance } from '../conversation/conversation.js'

/**
 * Turns logarithms into probabilities. A token with probability 0 has -Infinity or nothing at all. Values in another
 * form are left out: probabilities accompany the text, and must not break it.
 */
export function readTokenChances(logprobs: ChatLogprobs | null | undefined): TokenChance[] | undefined {
  const chances = toList(logprobs?.content).flatMap((entry) => {
    const chance = toChance(entry)
    return chance ? [{ ...chance, others: toList(entry.top_logprobs).flatMap((other) => toChance(other) ?? []) }] : []
  })
  return chances.length ? chances : undefined
}

interface Entry {
  token?: unknown
  logprob?: unknown
  top_logprobs?: unknown
}

const toList = (value: unknown): Entry[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []

function toChance({ token, logprob }: Entry): { token: string; probability: number } | undefined {
  if (typeof token !== 'string') return undefined
  const probability = typeof logprob === 'number' ? Math.min(1, Math.exp(logprob)) : 0
  return { token, probability: Number.isNaN(probability) ? 0 : probability }
}
