/** What is known of a text of JSON that arrives in pieces. */
export interface JsonScan {
  /** How many characters there were. */
  length: number
  /** Whether an object or a list was begun and is closed. */
  isWhole: boolean
  /** The same for the same text, so that the text itself need not be kept. */
  hash: number
  /** Looks at one more piece. */
  readonly add: (piece: string) => void
}

/**
 * Follows an object or a list of JSON through its pieces. It looks at every character once: to parse what has arrived
 * at each piece would be quadratic.
 */
export function createJsonScan(): JsonScan {
  let depth = 0
  let isBegun = false
  let isText = false
  let isEscaped = false
  const scan: JsonScan = {
    length: 0,
    isWhole: false,
    hash: 0,
    add(piece) {
      let { hash } = scan
      for (let place = 0; place < piece.length; place++) {
        const code = piece.charCodeAt(place)
        hash = (Math.imul(hash, 31) + code) | 0
        if (isEscaped) isEscaped = false
        else if (isText) {
          if (code === backslash) isEscaped = true
          else if (code === quote) isText = false
        } else if (code === quote) isText = true
        else if (code === openBrace || code === openBracket) {
          isBegun = true
          depth++
        } else if (code === closeBrace || code === closeBracket) depth--
      }
      scan.hash = hash
      scan.length += piece.length
      scan.isWhole = isBegun && depth <= 0
    },
  }
  return scan
}

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
