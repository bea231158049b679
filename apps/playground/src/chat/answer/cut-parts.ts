import type { AnswerPart } from '../conversation/conversation.js'

/** Where a reply is cut: in which part, at which token, and which token stands there then. */
export interface Cut {
  place: number
  at: number
  token: string
}

/** The parts of a reply up to a token, to be continued from there. */
export function cutParts(parts: readonly AnswerPart[], { place, at, token }: Cut): AnswerPart[] {
  const part = parts[place]
  if (part?.type !== 'text' || !part.tokens) return [...parts]
  const tokens = part.tokens.slice(0, at)
  const chosen = part.tokens[at]
  const probability = [chosen, ...(chosen?.others ?? [])].find((each) => each?.token === token)?.probability ?? 0
  const last = { token, probability, others: chosen?.others ?? [] }
  const text = [...tokens, last].map((each) => each.token).join('')
  return [...parts.slice(0, place), { type: 'text', text, tokens: [...tokens, last] }]
}
