import type { Turn } from '../../time/turn.js'
import { takePiece } from './piece-numbers.js'
import { beginToken } from './special-tokens.js'
import { createSplitter, splitText } from './split-text.js'
import { getVocabulary, type Vocabulary } from './vocabulary.js'

/** How a text becomes tokens. */
interface EncodeSettings {
  /** Whether the begin token comes first. */
  addBegin: boolean
  /** Whether `<think>` and its like become their one token rather than the pieces of their spelling. */
  encodeSpecial: boolean
}

const surrogatePattern = /\p{Surrogate}/u

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
function requireWhole(text: string): void {
  if (surrogatePattern.test(text)) throw new Error('a lone surrogate cannot be encoded')
}

/** Turns a text into token ids. A lone surrogate throws: no tokenizer can take one (http_lone_surrogate_in_content). */
export function encodeText(text: string, settings: EncodeSettings): number[] {
  requireWhole(text)
  const vocabulary = getVocabulary()
  const ids = settings.addBegin ? [beginToken] : []
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

/** Characters that are encoded before the clock is looked at. */
const window = 4096
/** Ids that are handed out at most: more than any context holds. */
const mostIds = 2 ** 20

/** What `encodeText` makes of a text, with turns for others in between. Throws beyond a million ids. */
export async function encodeInTurns(text: string, settings: EncodeSettings, turn: Turn): Promise<number[]> {
  const ids = settings.addBegin ? [beginToken] : []
  await walk(text, settings.encodeSpecial, turn, (part) => {
    for (const id of encodePart(part)) ids.push(id)
    if (ids.length > mostIds) throw new RangeError('the text has too many tokens')
  })
  return ids
}

/** How many tokens `encodeText` makes of a text, with turns for others in between. */
export async function countInTurns(text: string, settings: EncodeSettings, turn: Turn): Promise<number> {
  let count = settings.addBegin ? 1 : 0
  await walk(text, settings.encodeSpecial, turn, (part) => {
    count += encodePart(part).length
  })
  return count
}

async function walk(text: string, special: boolean, turn: Turn, take: (part: string) => void): Promise<void> {
  const partAt = createSplitter(special)
  let checked = 0
  for (let at = 0; at < text.length;) {
    if (at >= checked) {
      if (turn.isOver()) await turn.next()
      checked = at + window
      // A pair of surrogates stays together.
      if (/[\ud800-\udbff]/.test(text[checked - 1] ?? '')) checked += 1
      requireWhole(text.slice(at, checked))
    }
    const part = partAt(text, at)
    take(part)
    at += part.length
  }
}

/** How many tokens a text has, without a begin token. */
export function countTokens(text: string): number {
  return encodeText(text, { addBegin: false, encodeSpecial: true }).length
}
