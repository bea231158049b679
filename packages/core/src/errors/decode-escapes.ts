/** How often a text is decoded: a percent-encoded entity in JSON takes three rounds. */
const maxRounds = 5

/** The entities of the characters that keys, tokens and cookies are made of. */
const entities: Record<string, string> = {
  amp: '&',
  apos: "'",
  colon: ':',
  comma: ',',
  dollar: '$',
  equals: '=',
  gt: '>',
  hyphen: '-',
  lowbar: '_',
  lt: '<',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quot: '"',
  semi: ';',
  sol: '/',
}

const escapes = /\\+u([\da-f]{4})|\\+x([\da-f]{2})|\\+|%([\da-f]{2})|&#(\d{1,9});|&#x([\da-f]{1,8});|&([a-z]{2,6});/gi

/** A text with its escapes undone, and where each character of it begins and ends in the text that was given. */
export interface Decoded {
  readonly text: string
  /** Undefined while both texts are the same. */
  readonly places: { readonly starts: Uint32Array; readonly ends: Uint32Array } | undefined
}

/** Undoes one layer of escapes: of JSON (`\/`, `\u002B`), of addresses (`%2B`) and of HTML (`&#43;`). */
function decodeOnce({ text, places }: Decoded): Decoded {
  let starts: Uint32Array | undefined
  let ends: Uint32Array | undefined
  let decoded = ''
  let place = 0
  let size = 0
  /** The position of a backslash that belongs to the next character. */
  let begin: number | undefined
  const note = (from: number, until: number) => {
    starts![size] = begin ?? places?.starts[from] ?? from
    ends![size++] = places?.ends[until - 1] ?? until
    begin = undefined
  }
  const keep = (until: number) => {
    decoded += text.slice(place, until)
    for (; place < until; place++) note(place, place + 1)
  }
  for (const match of text.matchAll(escapes)) {
    const [escape, unicode, byte, percent, decimal, hex, name] = match
    const digits = unicode ?? byte ?? percent ?? hex
    const code = digits ? Number.parseInt(digits, 16) : Number(decimal)
    const character = name ? entities[name.toLowerCase()] : digits || decimal ? String.fromCharCode(code) : ''
    if (character === undefined) continue
    starts ??= new Uint32Array(text.length)
    ends ??= new Uint32Array(text.length)
    keep(match.index)
    place = match.index + escape.length
    decoded += character
    if (character) note(match.index, place)
    else begin = places?.starts[match.index] ?? match.index
  }
  if (!starts || !ends) return { text, places }
  keep(text.length)
  return { text: decoded, places: { starts, ends } }
}

/**
 * Undoes all escapes, so that a secret is found however it is written. The two alphabets of base64 become one, which
 * finds a secret that was written in the other.
 */
export function decodeEscapes(text: string): Decoded {
  let decoded: Decoded = { text, places: undefined }
  for (let round = 0; round < maxRounds; round++) {
    const next = decodeOnce(decoded)
    if (next.text === decoded.text) break
    decoded = next
  }
  return { text: decoded.text.replaceAll('-', '+').replaceAll('_', '/'), places: decoded.places }
}
