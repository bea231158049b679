import { pieceCount, spellPiece } from './piece-numbers.js'
import { specialTokens } from './special-tokens.js'
import { vocabularyWords } from './vocabulary-words.js'

const firstPiece = 1000
/** Every token id is below this. */
export const vocabularySize = firstPiece + 150_000

/** What each token id stands for. Made once, when it is first needed. */
export interface Vocabulary {
  /** The id of a special token, a listed word, a sign or a run of blanks. */
  readonly ids: ReadonlyMap<string, number>
  pieceId(pieceNumber: number): number
  /** The text of an id; empty for an id that stands for nothing, as tokenizers do. */
  spell(id: number): string
}

let made: Vocabulary | undefined

/** The vocabulary of the emulated models. */
export function getVocabulary(): Vocabulary {
  made ??= makeVocabulary()
  return made
}

function makeVocabulary(): Vocabulary {
  const ids = new Map<string, number>()
  const texts = new Map<number, string>()
  const taken = (id: number): boolean => texts.has(id)
  const put = (text: string, id: number): void => {
    ids.set(text, id)
    texts.set(id, text)
  }
  for (const [text, id] of specialTokens) put(text, id)
  for (const text of listedTexts()) {
    if (ids.has(text)) continue
    // With this rule every recorded token has its recorded id (chat_logprobs, token_encode_messages).
    let id = firstPiece + (crc32(text) % 150_000)
    while (taken(id)) id = id + 1 < vocabularySize ? id + 1 : firstPiece
    put(text, id)
  }
  // The pieces fill the ids between the listed texts, in order, so that neither needs a table.
  const listed = [...texts.keys()].filter((id) => id >= firstPiece).sort((a, b) => a - b)
  return {
    ids,
    pieceId: (pieceNumber) => {
      let id = firstPiece + pieceNumber
      for (;;) {
        const next = firstPiece + pieceNumber + countUpTo(listed, id)
        if (next === id) return id
        id = next
      }
    },
    spell: (id) => {
      const text = texts.get(id)
      if (text !== undefined || id < firstPiece) return text ?? ''
      const pieceNumber = id - firstPiece - countUpTo(listed, id)
      const piece = pieceNumber < pieceCount ? spellPiece(pieceNumber) : ''
      return ids.has(piece) ? '' : piece
    },
  }
}

function* listedTexts(): Iterable<string> {
  for (let code = 1; code < 128; code++) yield String.fromCharCode(code)
  for (let length = 2; length <= 16; length++) yield ' '.repeat(length)
  for (const run of [
    '\n\n',
    '\n\n\n',
    '\r\n',
    '\r\n\r\n',
    '\t\t',
    '\n\t',
    '\n  ',
    '\n    ',
    '  \n',
    '\r\n\n',
    '\n\n\t',
  ])
    yield run
  for (const word of vocabularyWords) {
    const capital = word.charAt(0).toUpperCase() + word.slice(1)
    yield word
    yield ` ${word}`
    yield capital
    yield ` ${capital}`
  }
}

/** How many of the sorted numbers are not above the limit. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

/** The CRC-32 checksum of a text's UTF-8 bytes. */
function crc32(text: string): number {
  let checksum = 0xffffffff
  for (const byte of new TextEncoder().encode(text)) {
    checksum = (checksum >>> 8) ^ (table[(checksum ^ byte) & 0xff] ?? 0)
  }
  return (checksum ^ 0xffffffff) >>> 0
}
