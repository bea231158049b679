import { toPrintable } from './to-printable.js'

/** Does what `toPrintable` does for a text that comes in pieces: marks count on from one piece to the next. */
export function createPiecePrinter(): (piece: string) => string {
  let marks = ''
  return (piece) => {
    const shown = toPrintable(marks + piece)
    const fresh = shown.slice(marks.length)
    marks = /\p{M}{0,8}$/u.exec(shown)?.[0] ?? ''
    return fresh
  }
}
