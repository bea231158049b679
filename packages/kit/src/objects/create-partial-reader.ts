import { deepestValue } from './find-json.js'

/** Up to this length a value is shown with each chunk that changes it. */
const short = 8192

/**
 * Reads JSON while it grows. Each call takes the next chunk and gives the value so far, or `undefined` when there is
 * nothing new to show: texts grow, numbers and words such as `true` come whole, a name comes with its value. It throws
 * when the text cannot become JSON any more; a doubt is left to the reader of the whole text.
 *
 * The text is scanned once, cut after the last value that is whole, closed, and given to `JSON.parse`. So each value is
 * a copy of its own, and `__proto__` a member like others. To parse at every chunk would be quadratic: 200 kB in chunks
 * of 4 characters took 19 s. Behind 8 kB it waits until the text has grown by a 64th, so that a character is parsed
 * about 64 times however long the text becomes.
 *
 * Own code: jsonriver 1.1.1 is right and fast, and gives one value that changes in the reader's hands; partial-json
 * 0.1.7 takes 216 s for the same text, best-effort-json-parser 1.5.1 624 s, and both show half of a surrogate pair. The
 * last throws on half an escape and prints what it cannot read.
 *
 * @throws SyntaxError when the text is not JSON, RangeError when it is nested deeper than 1,000 levels.
 */
export function createPartialReader(): (piece: string) => unknown {
  let text = ''
  /** What closes the containers that are open, outermost first. */
  const closers: string[] = []
  let isString = false
  let isName = false
  let isEscaped = false
  let lastSign = ''
  /** Where the text can be cut: after the last value that is whole. */
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
        // A number may go on until a comma says that it does not.
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
    // The end of the value is shown when it comes, and what follows it is looked at no more.
    const isDue = isOver ? cut > triedAt : text.length - triedAt > (text.length - short) / 64
    if (!isDue || half.test(text.slice(-6))) return undefined
    triedAt = text.length
    const whole = (isString && !isName ? `${text}"` : text.slice(0, cut)) + [...closers].reverse().join('')
    if (whole !== shown || /^\s*[^\s{["\dtfn-]/.test(text)) return JSON.parse((shown = whole))
    return undefined
  }
}

/** Half an escape, and half of a surrogate pair, which would be shown as a broken sign. */
const half = /(?:[\uD800-\uDBFF]|\\(?:u.{0,3}|u[dD][89abAB]..)?)$/
