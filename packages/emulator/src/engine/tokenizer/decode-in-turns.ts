import type { Turn } from '../../time/turn.js'
import { decodeTokens } from './decode-tokens.js'

/** Ids that are decoded before the clock is looked at. */
const WINDOW = 4096

/** What `decodeTokens` makes of ids, with turns for others in between. */
export async function decodeInTurns(
  ids: readonly number[],
  settings: { decodeSpecial: boolean },
  turn: Turn,
): Promise<string> {
  let text = ''
  for (let at = 0; at < ids.length; at += WINDOW) {
    if (turn.isOver()) await turn.next()
    text += decodeTokens(ids.slice(at, at + WINDOW), settings)
  }
  return text
}
