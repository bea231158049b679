import type { ExchangePiece } from './exchange.js'

/** One event of a stream. */
export interface ReceivedEvent {
  /** When its last byte came, in milliseconds since the request was sent. */
  at: number
  /** What it said, without `data:`; a ping is a comment and begins with a colon. */
  text: string
}

/** Cuts the pieces of a streamed answer into its events, each with the time at which it was complete. */
export function readEvents(pieces: readonly ExchangePiece[]): ReceivedEvent[] {
  const events: ReceivedEvent[] = []
  let rest = ''
  let at = 0
  const add = (block: string) => {
    const text = block.replace(/^data: ?/gm, '').trim()
    if (text) events.push({ at, text })
  }
  for (const piece of pieces) {
    at = piece.at
    // A lone CR at the end may be the first half of a line end.
    const blocks = (rest + piece.text).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) add(block)
  }
  add(rest)
  return events
}
