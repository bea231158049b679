/**
 * Reads JSON while it grows. Each call takes the next piece and gives the value so far, or `undefined` when there is
 * nothing new to show: texts grow, numbers and words such as `true` come whole, a name comes with its value. It throws
 * when the text cannot become JSON any more; a doubt is left to the reader of the whole text.
 *
 * The text is scanned once, cut after the last value, closed, and given to `JSON.parse`. So each value is a copy of its
 * own, and `__proto__` a member like others. To parse at every piece would be quadratic: 200 kB in pieces of 4
 * characters took 19 s. It waits until the text has grown by a 1024th, which makes it 1 s.
 *
 * Own code, because a helper may weigh 2 kB with the call that it makes: jsonriver 1.1.1 is right and fast, and weighs
 * 3.3 kB; partial-json 0.1.7 (1.8 kB) takes 216 s for the same text, best-effort-json-parser 1.5.1 (2.1 kB) 624 s, and
 * both show half of a surrogate pair. The last throws on half an escape and prints what it cannot read.
 */
export function createPartialReader(): (piece: string) => unknown {
  let text = ''
  /** What closes the containers that are open, innermost first. */
  let closers = ''
  let isString = false
  let isName = false
  let isEscaped = false
  let lastSign = ''
  /** Where the text can be cut: after the last value that is whole. */
  let cut = 0
  let triedAt = 0
  let shown = ''

  return (piece) => {
    let place = text.length
    text += piece
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
        isName = closers[0] === '}' && lastSign !== ':'
      } else if ('}]'.includes(char)) {
        closers = closers.slice(1)
        cut = place
      } else if ('{[,:'.includes(char)) {
        lastSign = char
        // A number may go on until a comma says that it does not.
        if (char === ',') cut = place - 1
        else if (char !== ':') {
          closers = (char === '{' ? '}' : ']') + closers
          cut = place
        }
      }
    }
    if ((place - triedAt < place / 1024 && (closers || !cut)) || half.test(text.slice(-6))) return undefined
    triedAt = place
    const whole = (isString && !isName ? `${text}"` : text.slice(0, cut)) + closers
    if (whole !== shown || /^\s*[^\s{["\dtfn-]/.test(text)) return JSON.parse((shown = whole))
    return undefined
  }
}

/** Half an escape, and half of a surrogate pair, which would be shown as a broken sign. */
const half = /(?:[\uD800-\uDBFF]|\\(?:u.{0,3}|u[dD][89abAB]..)?)$/
