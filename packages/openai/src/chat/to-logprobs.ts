import type { ChatLogprobs, ChatTopLogprob } from '@tabby/chat'

/** Log probabilities in OpenAI's terms. */
export interface OpenAILogprobs {
  content: OpenAILogprob[]
  refusal: null
}

/** One token in OpenAI's terms. */
export interface OpenAILogprob extends OpenAITopLogprob {
  top_logprobs: OpenAITopLogprob[]
}

interface OpenAITopLogprob {
  token: string
  logprob: number
  bytes: number[]
}

/** What OpenAI writes for an impossible token. JSON has no infinity. */
export const unlikely = -9999

/** Makes a logarithm finite. */
export function toFinite(logprob: number | null | undefined): number {
  return typeof logprob === 'number' && Number.isFinite(logprob) ? logprob : unlikely
}

const toEntry = ({ token, logprob }: ChatTopLogprob): OpenAITopLogprob => ({
  token,
  logprob: toFinite(logprob),
  bytes: [...new TextEncoder().encode(token)],
})

/** Writes log probabilities as OpenAI would, with the bytes of each token. */
export function toLogprobs(logprobs: ChatLogprobs | null | undefined): OpenAILogprobs | undefined {
  if (!Array.isArray(logprobs?.content)) return undefined
  const content = logprobs.content.map((entry) => ({
    ...toEntry(entry),
    top_logprobs: (entry.top_logprobs ?? []).map(toEntry),
  }))
  return { content, refusal: null }
}
