import { SPECIAL_TOKENS } from './special-tokens.js'
import { getVocabulary } from './vocabulary.js'

const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * Turns token ids into their text. Ids beyond the vocabulary stand for nothing; one that is negative or does not fit
 * into 32 bits throws (token_decode_negative).
 */
export function decodeTokens(ids: readonly number[], settings: { decodeSpecial: boolean }): string {
  const vocabulary = getVocabulary()
  let text = ''
  for (const id of ids) {
    if (id < 0 || id > 0xffffffff) throw new RangeError('a token id must fit into 32 bits without a sign')
    if (settings.decodeSpecial || id >= SPECIAL_TOKENS.size) text += vocabulary.spell(id)
  }
  return text.replace(LONE_SURROGATE, '\ufffd')
}
