import type { CompletionLogprobs } from '@tabby/completions'
import { toFinite } from '../chat/to-logprobs.js'

/** Returns where the text of a chunk begins in the whole text. */
export type OffsetShift = (index: number, text: string) => number

/** Adds up the lengths of chunks, because the server counts from 0 in each of them. */
export function createOffsetShift(): OffsetShift {
  const lengths = new Map<number, number>()
  return (index, text) => {
    const begin = lengths.get(index) ?? 0
    // In code points, as the server counts.
    lengths.set(index, begin + [...text].length)
    return begin
  }
}

/** Writes log probabilities in numbers that JSON can hold. */
export function toCompletionLogprobs(logprobs: CompletionLogprobs | null | undefined, offset: number) {
  if (!logprobs) return null
  const { tokens, token_logprobs, top_logprobs, text_offset } = logprobs
  return {
    tokens,
    token_logprobs: token_logprobs?.map(toFinite),
    top_logprobs: top_logprobs?.map(toFiniteRecord),
    text_offset: text_offset?.map((place) => place + offset),
  }
}

function toFiniteRecord(top: Record<string, number> | null): Record<string, number> | null {
  return top && Object.fromEntries(Object.entries(top).map(([token, logprob]) => [token, toFinite(logprob)]))
}
