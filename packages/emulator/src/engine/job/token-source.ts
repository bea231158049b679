import { decodeTokens } from '../tokenizer/decode-tokens.js'
import { encodePart } from '../tokenizer/encode-text.js'
import { endText, endToken } from '../tokenizer/special-tokens.js'
import type { GeneratedToken } from './generated-token.js'
import type { JobSettings } from './job-settings.js'

/** How a generation ends. */
export interface Ending {
  readonly reason: 'stop_token' | 'stop_string' | 'max_new_tokens' | 'end_filter' | 'loop_detected'
  readonly stopText: string | null
}

/** What one step of a generation yields. */
export interface TokenBatch {
  readonly text: string
  readonly tokens: readonly GeneratedToken[]
  readonly ending: Ending | undefined
}

/** The tokens of one generation. */
export interface TokenSource {
  /** How many tokens there were so far. */
  readonly produced: number
  take(): TokenBatch
}

/** Turns a script into tokens, and ends where the script, a stop token or the limit says. */
export function createTokenSource(settings: JobSettings): TokenSource {
  const { script, chunk, maxTokens, minTokens, stopTokens } = settings
  const parts = script.parts[Symbol.iterator]()
  let fillers = 0
  let produced = 0

  /** The next part of the script, or undefined when the model ends here. */
  const takePart = (): string | undefined => {
    const { done, value } = parts.next()
    if (!done) return value
    const mayEnd = script.ending !== 'stop_token' || produced >= minTokens
    return mayEnd ? undefined : script.filler(fillers++)
  }

  return {
    get produced() {
      return produced
    },
    take() {
      const first = produced === 0
      const ids: number[] = []
      const texts: string[] = []
      let text = ''
      let unfinished: number | undefined
      let ending: Ending | undefined
      // A part is not torn, so a step can have more tokens than were asked for (chat_unicode_stream: a word is one
      // event).
      while (ids.length < chunk && !ending) {
        const next = takePart()
        if (next === undefined) {
          ending = { reason: script.ending, stopText: script.ending === 'stop_token' ? endText : null }
          break
        }
        const encoded = encodePart(next)
        let used = encoded.length > maxTokens - produced ? encoded.slice(0, maxTokens - produced) : encoded
        const stop = used.findIndex((id) => id === endToken || stopTokens.has(id))
        if (stop >= 0) {
          ending = { reason: 'stop_token', stopText: spell(used.slice(stop, stop + 1)) }
          used = used.slice(0, stop)
        }
        const whole = used.length === encoded.length
        text += whole ? next : spell(used)
        for (const id of used) {
          ids.push(id)
          // Half a character says nothing yet; the token that completes it says all of it.
          const open = unfinished === undefined ? [id] : [unfinished, id]
          const spelled = whole && used.length === 1 ? next : spell(open)
          unfinished = spelled === '\ufffd' && unfinished === undefined && !next.includes('\ufffd') ? id : undefined
          texts.push(unfinished === undefined ? spelled : '')
        }
        produced += used.length
        if (!ending && produced >= maxTokens) ending = { reason: 'max_new_tokens', stopText: null }
      }
      const tokens = ids.map((id, index) => ({
        id,
        text: texts[index] ?? '',
        logprob: settings.impossible && first && index === 0 ? -Infinity : recordedLogprob(produced + index),
      }))
      return { text, tokens, ending }
    },
  }
}

/** The recorded model's figures, as 32-bit floats: 0.5, 0.58 ... 0.82 in turn (chat_chunk4). */
function recordedLogprob(place: number): number {
  return logprobs[place % logprobs.length] ?? 0
}

const logprobs = [0.5, 0.58, 0.66, 0.74, 0.82].map((chance) => Math.fround(Math.log(Math.fround(chance))))

function spell(ids: readonly number[]): string {
  return decodeTokens(ids, { decodeSpecial: true })
}
