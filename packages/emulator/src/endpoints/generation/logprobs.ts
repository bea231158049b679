import type { GeneratedToken } from '../../engine/job/generated-token.js'
import { encodeText } from '../../engine/tokenizer/encode-text.js'
import { float } from '../../json/python-float.js'
import { compactJson, JsonText } from '../../json/write-json.js'

/** The recorded model's other candidates; those without probability count as -1000 (chat_logprobs_top5_neginf). */
const otherTokens = [
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
  return [own, ...otherTokens].slice(0, count)
}

/** One token's log probabilities as chat writes them. */
function chatEntry(token: GeneratedToken, top: number): Record<string, unknown> {
  return {
    token: token.text,
    token_id: token.id,
    logprob: float(token.logprob),
    top_logprobs: candidates(token, top).map((entry) => ({ ...entry, logprob: float(entry.logprob) })),
  }
}

/** Log probabilities as chat writes them. */
export function chatLogprobs(tokens: readonly GeneratedToken[], top: number): unknown {
  return { content: tokens.map((token) => chatEntry(token, top)) }
}

/** Log probabilities of an answer that is collected, written as they come: later all at once would take too long. */
export interface LogprobCollector {
  add(tokens: readonly GeneratedToken[]): void
  whole(): unknown
}

/** Collects the log probabilities of a chat. */
export function collectChatLogprobs(top: number): LogprobCollector {
  const entries: string[] = []
  return {
    add(tokens) {
      for (const token of tokens) entries.push(compactJson(chatEntry(token, top)))
    },
    whole: () => ({ content: new JsonText(`[${entries.join(',')}]`) }),
  }
}

/** Collects the log probabilities of a text completion; offsets count from its first token. */
export function collectCompletionLogprobs(top: number): LogprobCollector {
  const columns = { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] } as Record<string, string[]>
  let offset = 0
  return {
    add(added) {
      const entry = completionColumns(added, top, offset)
      offset = entry.end
      for (const [name, values] of Object.entries(entry.columns)) {
        for (const value of values) columns[name]?.push(compactJson(value))
      }
    },
    whole: () =>
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, new JsonText(`[${values.join(',')}]`)]),
      ),
  }
}

/**
 * Log probabilities as text completions write them; offsets count from the first of these tokens
 * (completion_logprobs_stream).
 */
export function completionLogprobs(tokens: readonly GeneratedToken[], top: number): unknown {
  return completionColumns(tokens, top, 0).columns
}

function completionColumns(
  tokens: readonly GeneratedToken[],
  top: number,
  begin: number,
): { columns: Record<string, unknown[]>; end: number } {
  let offset = begin
  const offsets: number[] = []
  for (const token of tokens) {
    offsets.push(offset)
    // Python counts characters, not UTF-16 units.
    offset += [...token.text].length
  }
  const columns = {
    tokens: tokens.map((token) => token.text),
    token_logprobs: tokens.map((token) => float(token.logprob)),
    top_logprobs: tokens.map((token) =>
      // 1 asks for no list of candidates (completion_logprobs_1).
      top > 1 ? Object.fromEntries(candidates(token, top).map((entry) => [entry.token, float(entry.logprob)])) : null,
    ),
    text_offset: offsets,
  }
  return { columns, end: offset }
}
