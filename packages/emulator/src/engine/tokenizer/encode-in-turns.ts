import type { Turn } from '../../time/turn.js'
import { encodePart, requireWhole } from './encode-text.js'
import type { EncodeSettings } from './encode-text.js'
import { BEGIN_TOKEN } from './special-tokens.js'
import { createSplitter } from './split-text.js'

/** Characters that are encoded before the clock is looked at. */
const WINDOW = 4096
/** Ids that are handed out at most: more than any context holds. */
const MOST_IDS = 2 ** 20

/** What `encodeText` makes of a text, with turns for others in between. Throws beyond a million ids. */
export async function encodeInTurns(text: string, settings: EncodeSettings, turn: Turn): Promise<number[]> {
  const ids = settings.addBegin ? [BEGIN_TOKEN] : []
  await walk(text, settings.encodeSpecial, turn, (part) => {
    for (const id of encodePart(part)) ids.push(id)
    if (ids.length > MOST_IDS) throw new RangeError('the text has too many tokens')
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
      checked = at + WINDOW
      // A pair of surrogates stays together.
      if (/[\ud800-\udbff]/.test(text[checked - 1] ?? '')) checked += 1
      requireWhole(text.slice(at, checked))
    }
    const part = partAt(text, at)
    take(part)
    at += part.length
  }
}
