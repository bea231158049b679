import type { GeneratedToken } from '../../engine/job/generated-token.js'
import { encodeText } from '../../engine/tokenizer/encode-text.js'
import { float } from '../../json/python-float.js'

/** The recorded model's other candidates; those without probability count as -1000 (chat_logprobs_top5_neginf). */
const OTHERS = [
  ' Lorem',
  ' ipsum',
  ' dolor',
  ' sit',
  ' amet',
  ' consectetur',
  ' adipiscing',
  ' elit',
  ' sed',
  ' do',
].map((text, index) => ({
  token: text,
  token_id: encodeText(text, { addBegin: false, encodeSpecial: true })[0] ?? 0,
  logprob: index < 2 ? Math.fround(Math.log(Math.fround(index === 0 ? 0.1 : 0.05))) : -1000,
}))

interface Candidate {
  token: string
  token_id: number
  logprob: number
}

/** The most likely tokens at one place, the chosen one first. */
function candidates(chosen: GeneratedToken, count: number): Candidate[] {
  const own = { token: chosen.text, token_id: chosen.id, logprob: Math.max(chosen.logprob, -1000) }
  return [own, ...OTHERS].slice(0, count)
}

/** Log probabilities as chat writes them. */
export function chatLogprobs(tokens: readonly GeneratedToken[], top: number): unknown {
  return {
    content: tokens.map((token) => ({
      token: token.text,
      token_id: token.id,
      logprob: float(token.logprob),
      top_logprobs: candidates(token, top).map((entry) => ({ ...entry, logprob: float(entry.logprob) })),
    })),
  }
}

/**
 * Log probabilities as text completions write them; offsets count from the first of these tokens
 * (completion_logprobs_stream).
 */
export function completionLogprobs(tokens: readonly GeneratedToken[], top: number): unknown {
  let offset = 0
  const offsets: number[] = []
  for (const token of tokens) {
    offsets.push(offset)
    // Python counts characters, not UTF-16 units.
    offset += [...token.text].length
  }
  return {
    tokens: tokens.map((token) => token.text),
    token_logprobs: tokens.map((token) => float(token.logprob)),
    top_logprobs: tokens.map((token) =>
      // 1 asks for no list of candidates (completion_logprobs_1).
      top > 1 ? Object.fromEntries(candidates(token, top).map((entry) => [entry.token, float(entry.logprob)])) : null,
    ),
    text_offset: offsets,
  }
}
