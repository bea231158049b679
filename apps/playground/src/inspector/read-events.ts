import type { ExchangePiece } from './exchange.js'

/** One event of a stream. */
export interface ReceivedEvent {
  /** When its last byte arrived, in milliseconds since the request was sent. */
  at: number
  /** Its data, without `data:`; a ping is a comment and begins with a colon. */
  text: string
}

/** Length of the longest empty line without its last character: `\r\n\r`. */
const mostOfEmptyLine = 3

/** Splits the chunks of a streamed response into events, each with the time at which it was complete. */
export function readEvents(pieces: readonly ExchangePiece[]): ReceivedEvent[] {
  const events: ReceivedEvent[] = []
  /** The part of the incomplete event that has arrived. */
  let begun: string[] = []
  /** Its end, in which an empty line may have begun. */
  let tail = ''
  let at = 0
  const add = (block: string) => {
    const text = block.replace(/^data: ?/gm, '').trim()
    if (text) events.push({ at, text })
  }
  for (const piece of pieces) {
    at = piece.at
    // Only the new text and the few characters before it are searched: an event may arrive in very many chunks.
    const blocks = (tail + piece.text).split(/\r?\n\r?\n/)
    const rest = blocks.pop() ?? ''
    for (const block of blocks) {
      add(begun.join('') + block)
      begun = []
    }
    // A lone CR at the end may be the first half of a line end.
    begun.push(rest.slice(0, -mostOfEmptyLine))
    tail = rest.slice(-mostOfEmptyLine)
  }
  add(begun.join('') + tail)
  return events
}
