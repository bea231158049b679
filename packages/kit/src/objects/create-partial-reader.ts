import { deepestValue } from './find-json.js'

/** Up to this length, each chunk that changes the value shows it. */
const short = 8192

/**
 * Reads JSON as it grows. Each call takes the next chunk and returns the value so far, or `undefined` if there is
 * nothing new to show: strings grow, numbers and words such as `true` come whole, and a name comes with its value. It
 * throws if the text can no longer become JSON; doubtful cases are left to the reader of the whole text.
 *
 * The text is scanned once, cut after the last whole value, closed, and passed to `JSON.parse`. So each value is a
 * separate copy, and `__proto__` is a member like any other. Parsing at every chunk would be quadratic: 200 kB in
 * chunks of 4 characters took 19 s. Beyond 8 kB it waits until the text has grown by a 64th, so a character is parsed
 * about 64 times however long the text becomes.
 *
 * Own code: jsonriver 1.1.1 is correct and fast, but returns one value that it keeps changing; partial-json 0.1.7 takes
 * 216 s for the same text, best-effort-json-parser 1.5.1 624 s, and both show half of a surrogate pair. The latter
 * throws on half an escape and prints what it cannot read.
 *
 * @throws SyntaxError when the text is not JSON, RangeError when it is nested deeper than 1,000 levels.
 */
export function createPartialReader(): (piece: string) => unknown {
  let text = ''
  /** What closes the open containers, outermost first. */
  const closers: string[] = []
  let isString = false
  let isName = false
  let isEscaped = false
  let lastSign = ''
  /** Where the text can be cut: after the last whole value. */
  let cut = 0
  let triedAt = 0
  let shown = ''

  const scan = (piece: string) => {
    let place = text.length - piece.length
    for (const char of piece) {
      place += char.length
      if (isEscaped) isEscaped = false
      else if (isString) {
        isEscaped = char === '\\'
        if (char === '"') {
          if (!isName) cut = place
          isString = false
        }
      } else if (char === '"') {
        isString = true
        isName = closers.at(-1) === '}' && lastSign !== ':'
      } else if (char === '}' || char === ']') {
        closers.pop()
        cut = place
      } else if ('{[,:'.includes(char)) {
        lastSign = char
        // A number may continue until a comma ends it.
        if (char === ',') cut = place - 1
        else if (char !== ':') {
          closers.push(char === '{' ? '}' : ']')
          cut = place
          if (closers.length > deepestValue) throw new RangeError(`nested deeper than ${deepestValue} levels`)
        }
      }
    }
  }
  return (piece) => {
    text += piece
    scan(piece)
    const isOver = cut > 0 && !closers.length
    // The end of the value is shown when it arrives, and what follows is ignored.
    const isDue = isOver ? cut > triedAt : text.length - triedAt > (text.length - short) / 64
    if (!isDue || half.test(text.slice(-6))) return undefined
    triedAt = text.length
    const whole = (isString && !isName ? `${text}"` : text.slice(0, cut)) + [...closers].reverse().join('')
    if (whole !== shown || /^\s*[^\s{["\dtfn-]/.test(text)) return JSON.parse((shown = whole))
    return undefined
  }
}

/** Half an escape, or half of a surrogate pair, which would be shown as a broken character. */
const half = /(?:[\uD800-\uDBFF]|\\(?:u.{0,3}|u[dD][89abAB]..)?)$/
