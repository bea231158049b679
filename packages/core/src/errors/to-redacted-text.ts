/** Shorter secrets are none: they may be a word of the message. */
const minLength = 8

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
interface Decoded {
  readonly text: string
  /** Undefined while both texts are the same. */
  readonly places: Places | undefined
}

interface Places {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Undoes one layer of escapes: of JSON (`\/`, `\u002B`), of addresses (`%2B`) and of HTML (`&#43;`). */
function decodeOnce({ text, places }: Decoded): Decoded {
  const starts: number[] = []
  const ends: number[] = []
  let decoded = ''
  let place = 0
  /** Where a backslash stands that belongs to the next character. */
  let begin: number | undefined
  const add = (characters: string, from: number, until: number) => {
    decoded += characters
    starts.push(begin ?? places?.starts[from] ?? from)
    ends.push(places?.ends[until - 1] ?? until)
    begin = undefined
  }
  const keep = (until: number) => {
    for (; place < until; place++) add(text[place]!, place, place + 1)
  }
  for (const match of text.matchAll(escapes)) {
    const [escape, unicode, byte, percent, decimal, hex, name] = match
    const digits = unicode ?? byte ?? percent ?? hex
    const code = digits ? Number.parseInt(digits, 16) : Number(decimal)
    const character = name ? entities[name.toLowerCase()] : digits || decimal ? String.fromCharCode(code) : ''
    if (character === undefined) continue
    keep(match.index)
    place = match.index + escape.length
    if (character) add(character, match.index, place)
    else begin = places?.starts[match.index] ?? match.index
  }
  if (place === 0) return { text, places }
  keep(text.length)
  return { text: decoded, places: { starts, ends } }
}

/**
 * Undoes all escapes, so that a secret is found however it is written. The two alphabets of base64 become one, which
 * finds a secret that was written in the other.
 */
function decode(text: string): Decoded {
  let decoded: Decoded = { text, places: undefined }
  for (let round = 0; round < maxRounds; round++) {
    const next = decodeOnce(decoded)
    if (next.text === decoded.text) break
    decoded = next
  }
  return { text: decoded.text.replaceAll('-', '+').replaceAll('_', '/'), places: decoded.places }
}

/**
 * The parts of a secret's base64 that do not depend on what stands before and behind it, in each of the three ways in
 * which its bytes can fall: a gateway writes `Basic` with base64 of `user:key`.
 */
function toBase64Forms(secret: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret.slice(0, 8192)))
  return [0, 1, 2].map((offset) => {
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    return btoa('\0'.repeat(offset) + bytes).slice(offset && offset + 1, whole)
  })
}

/** The end of the run of base64 that goes on at a place. */
function findBase64End(text: string, place: number): number {
  while (place < text.length && /[A-Za-z\d+/=]/.test(text[place]!)) place++
  return place
}

/** Its beginning, not before a place. */
function findBase64Begin(text: string, place: number, from: number): number {
  while (place > from && /[A-Za-z\d+/=]/.test(text[place - 1]!)) place--
  return place
}

/**
 * The secrets that are in the value of a header: the whole, what follows a scheme (`Bearer`, `Basic`), the user's
 * password in a `Basic`, and the value of each cookie or parameter.
 */
function toParts(value: string): string[] {
  const text = value.trim()
  const withoutScheme = text.replace(/^[\w-]{1,30} +/, '')
  const pairs = text.split(/[;,&]/).flatMap((pair) => {
    const place = pair.indexOf('=')
    return place < 0
      ? []
      : [
          pair
            .slice(place + 1)
            .trim()
            .replace(/^"|"$/g, ''),
        ]
  })
  const parts = [text, withoutScheme, ...pairs]
  if (/^basic /i.test(text)) {
    try {
      const user = atob(withoutScheme)
      parts.push(user, user.slice(user.indexOf(':') + 1))
    } catch {
      // Not base64: nothing more is in it.
    }
  }
  return parts
}

/**
 * Replaces secrets in a text by `***`, however they are written: as they are, with the escapes of JSON, percent-encoded
 * (also twice), as HTML entities, in base64 and base64url, with and without a scheme such as `Bearer`, and each cookie
 * by itself. A secret of less than eight characters stays: it may be a word of the text.
 *
 * It makes no request. Its time grows with the length of the text, whatever is in it.
 *
 * @param text - A finished text, for a person or a log.
 * @param secrets - Keys, tokens, or the values of headers that hold some.
 * @returns The text without the secrets.
 *
 * @example
 * ```ts
 * import { toRedactedText } from '@tabby/core'
 *
 * console.log(toRedactedText('bad key sk\\/live-1234567', ['sk/live-1234567'])) // bad key ***
 * ```
 */
export function toRedactedText(text: string, secrets: readonly string[]): string {
  if (!text) return text
  const parts = new Set(secrets.flatMap(toParts).filter((part) => part.length >= minLength))
  if (parts.size === 0) return text
  const decoded = decode(text)
  const ranges: [start: number, end: number][] = []
  const find = (form: string, isBase64: boolean) => {
    let from = 0
    for (let place; (place = decoded.text.indexOf(form, from)) >= 0;) {
      const start = isBase64 ? findBase64Begin(decoded.text, place, from) : place
      from = isBase64 ? findBase64End(decoded.text, place + form.length) : place + form.length
      ranges.push([start, from])
    }
  }
  for (const part of parts) {
    const form = decode(part).text
    // Nothing but escapes is left of it.
    if (form.length < minLength) continue
    find(form, false)
    for (const each of toBase64Forms(part)) find(decode(each).text, true)
  }
  if (ranges.length === 0) return text
  return cut(
    text,
    ranges
      .map(([start, end]) => [decoded.places?.starts[start] ?? start, decoded.places?.ends[end - 1] ?? end] as const)
      .sort(([one], [other]) => one - other),
  )
}

/** Puts `***` in the place of each range; ranges that overlap or touch are one. */
function cut(text: string, ranges: readonly (readonly [start: number, end: number])[]): string {
  let kept = ''
  let place = 0
  let isFirst = true
  for (const [start, end] of ranges) {
    if (isFirst || start > place) kept += `${text.slice(place, start)}***`
    isFirst = false
    place = Math.max(place, end)
  }
  return kept + text.slice(place)
}
