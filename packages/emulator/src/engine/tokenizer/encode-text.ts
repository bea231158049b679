import { takePiece } from './piece-numbers.js'
import { BEGIN_TOKEN } from './special-tokens.js'
import { splitText } from './split-text.js'
import { getVocabulary } from './vocabulary.js'
import type { Vocabulary } from './vocabulary.js'

/** How a text becomes tokens. */
export interface EncodeSettings {
  /** Whether the begin token comes first. */
  addBegin: boolean
  /** Whether `<think>` and its like become their one token rather than the pieces of their spelling. */
  encodeSpecial: boolean
}

const SURROGATE = /\p{Surrogate}/u

/** The ids of one part of a text, as `splitText` cuts them. */
export function encodePart(part: string): readonly number[] {
  const vocabulary = getVocabulary()
  const id = vocabulary.ids.get(part)
  if (id !== undefined) return [id]
  const ids: number[] = []
  spellPart(part, vocabulary, ids)
  return ids
}

/** Throws for half a character, which no tokenizer can take. */
export function requireWhole(text: string): void {
  if (SURROGATE.test(text)) throw new Error('a lone surrogate cannot be encoded')
}

/** Turns a text into token ids. A lone surrogate throws: no tokenizer can take one (http_lone_surrogate_in_content). */
export function encodeText(text: string, settings: EncodeSettings): number[] {
  requireWhole(text)
  const vocabulary = getVocabulary()
  const ids = settings.addBegin ? [BEGIN_TOKEN] : []
  for (const part of splitText(text, settings.encodeSpecial)) {
    const id = vocabulary.ids.get(part)
    if (id === undefined) spellPart(part, vocabulary, ids)
    else ids.push(id)
  }
  return ids
}

function spellPart(part: string, vocabulary: Vocabulary, ids: number[]): void {
  let position = 0
  while (position < part.length) {
    const { length, number } = takePiece(part, position, part.length)
    ids.push(vocabulary.ids.get(part.slice(position, position + length)) ?? vocabulary.pieceId(number))
    position += length
  }
}
