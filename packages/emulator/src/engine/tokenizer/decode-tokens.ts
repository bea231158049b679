import type { Turn } from '../../time/turn.js'
import { specialTokens } from './special-tokens.js'
import { getVocabulary } from './vocabulary.js'

const loneSurrogate = /\p{Surrogate}/gu

/**
 * Turns token ids into their text. Ids beyond the vocabulary stand for nothing; one that is negative or does not fit
 * into 32 bits throws (token_decode_negative).
 */
export function decodeTokens(ids: readonly number[], settings: { decodeSpecial: boolean }): string {
  const vocabulary = getVocabulary()
  let text = ''
  for (const id of ids) {
    if (id < 0 || id > 0xffffffff) throw new RangeError('a token id must fit into 32 bits without a sign')
    if (settings.decodeSpecial || id >= specialTokens.size) text += vocabulary.spell(id)
  }
  return text.replace(loneSurrogate, '\ufffd')
}

/** Ids that are decoded before the clock is looked at. */
const window = 4096

/** What `decodeTokens` makes of ids, with turns for others in between. */
export async function decodeInTurns(
  ids: readonly number[],
  settings: { decodeSpecial: boolean },
  turn: Turn,
): Promise<string> {
  let text = ''
  for (let at = 0; at < ids.length; at += window) {
    if (turn.isOver()) await turn.next()
    text += decodeTokens(ids.slice(at, at + window), settings)
  }
  return text
}
