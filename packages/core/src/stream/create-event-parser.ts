/** What is told of the events that are parsed. */
export interface EventParserOptions {
  /** Most characters of one event, or of one line. */
  readonly maxEventSize: number
  /** Takes the data of an event, whose lines are joined by `\n`, and its name, which is mostly empty. */
  readonly onEvent: (data: string, name: string) => void
  /** Called once, when an event is too large. Nothing is parsed after it. */
  readonly onTooLarge: () => void
}

const dataField = 'data'
const nameField = 'event'
const colon = 0x3a
const blank = 0x20

/**
 * Parses an event stream (WHATWG HTML, 9.2) that arrives in pieces: lines may end in LF, CR or both. It gives the data
 * and the name of each event; ids, retry times, comments and unknown fields mean nothing here.
 *
 * Written by hand because eventsource-parser makes an error with its stack for each unknown line, 1 s for each MB of
 * them, and looks for LF through the rest of a piece at each line that ends in CR. Here each character is looked at a
 * fixed number of times.
 *
 * @returns A function that takes the next piece.
 */
export function createEventParser({ maxEventSize, onEvent, onTooLarge }: EventParserOptions): (piece: string) => void {
  /** A line that has begun in pieces before. */
  let begun: string[] = []
  let begunLength = 0
  /** The data of the event that has begun, if it has any. */
  let data: string | undefined
  let name = ''
  let endedInCr = false
  let isOver = false

  /** The value of a line of this field, or undefined when it is one of another. */
  const readField = (field: string, text: string, start: number, end: number) => {
    if (!text.startsWith(field, start)) return undefined
    const place = start + field.length
    if (place >= end) return place === end ? '' : undefined
    if (text.charCodeAt(place) !== colon) return undefined
    const value = text.charCodeAt(place + 1) === blank ? place + 2 : place + 1
    return value < end ? text.slice(value, end) : ''
  }
  const readLine = (text: string, start: number, end: number) => {
    if (start === end) {
      const whole = data
      const named = name
      data = undefined
      name = ''
      if (whole !== undefined) onEvent(whole, named)
      return
    }
    const line = readField(dataField, text, start, end)
    if (line === undefined) name = readField(nameField, text, start, end) ?? name
    else data = data === undefined ? line : `${data}\n${line}`
  }

  return (piece) => {
    if (isOver || !piece) return
    // The other half of a line end.
    let start = endedInCr && piece.startsWith('\n') ? 1 : 0
    endedInCr = piece.endsWith('\r')
    let lf = piece.indexOf('\n', start)
    let cr = piece.indexOf('\r', start)
    while (lf >= 0 || cr >= 0) {
      const end = cr < 0 || (lf >= 0 && lf < cr) ? lf : cr
      if (begunLength > 0) {
        const line = begun.join('') + piece.slice(start, end)
        begun = []
        begunLength = 0
        readLine(line, 0, line.length)
      } else readLine(piece, start, end)
      start = end === cr && lf === cr + 1 ? lf + 1 : end + 1
      if (lf >= 0 && lf < start) lf = piece.indexOf('\n', start)
      if (cr >= 0 && cr < start) cr = piece.indexOf('\r', start)
    }
    if (start < piece.length) {
      begun.push(start > 0 ? piece.slice(start) : piece)
      begunLength += piece.length - start
    }
    if (begunLength + (data?.length ?? 0) <= maxEventSize) return
    isOver = true
    begun = []
    data = undefined
    onTooLarge()
  }
}
