/** How often text is decoded: a percent-encoded entity in JSON takes three rounds. */
const maxRounds = 5

/** The entities of the characters that occur in keys, tokens and cookies. */
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

/** Text with its escapes undone, and where each character of it begins and ends in the original. */
interface Decoded {
  readonly text: string
  /** Undefined while both texts are the same. */
  readonly places: { readonly starts: Uint32Array; readonly ends: Uint32Array } | undefined
}

/** Undoes one layer of escapes: JSON (`\/`, `\u002B`), URLs (`%2B`) and HTML (`&#43;`). */
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
 * Undoes all escapes, so that a secret is found however it is written. The two alphabets of base64 become one, so a
 * secret is found in either.
 */
function decodeEscapes(text: string): Decoded {
  let decoded: Decoded = { text, places: undefined }
  for (let round = 0; round < maxRounds; round++) {
    const next = decodeOnce(decoded)
    if (next.text === decoded.text) break
    decoded = next
  }
  return { text: decoded.text.replaceAll('-', '+').replaceAll('_', '/'), places: decoded.places }
}

/**
 * The secrets in the value of a header: the whole value, what follows a scheme (`Bearer`, `Basic`), the password in a
 * `Basic`, and the value of each cookie or parameter.
 */
function toSecretParts(value: string): string[] {
  const text = value.trim()
  const withoutScheme = text.replace(/^[\w-]{1,30} +/, '')
  const pairs = text.split(/[;,&]/).flatMap((pair) => {
    const place = pair.indexOf('=')
    const part = pair.slice(place + 1).trim()
    return place < 0 ? [] : [part.replace(/^"|"$/g, '')]
  })
  const parts = [text, withoutScheme, ...pairs]
  if (/^basic /i.test(text)) {
    try {
      const user = atob(withoutScheme)
      parts.push(user, user.slice(user.indexOf(':') + 1))
    } catch {
      // Not base64, so it contains nothing else.
    }
  }
  return parts
}

/** Shorter secrets are not redacted: they may be an ordinary word of the message. */
const minLength = 8

/** Text to search for. If base64 contains a secret, the whole run of base64 is removed. */
interface Form {
  readonly text: string
  readonly isBase64: boolean
}

/**
 * The parts of a secret's base64 that do not depend on the bytes around it, for each of the three possible alignments:
 * a gateway writes `Basic` with the base64 of `user:key`.
 */
function toBase64Forms(secret: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret.slice(0, 8192)))
  return [0, 1, 2].map((offset) => {
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    return btoa('\0'.repeat(offset) + bytes).slice(offset && offset + 1, whole)
  })
}

/** The end of the run of base64 that contains a position. */
function findBase64End(text: string, place: number): number {
  while (place < text.length && /[A-Za-z\d+/=]/.test(text[place]!)) place++
  return place
}

/** Its beginning, but not before `from`. */
function findBase64Begin(text: string, place: number, from: number): number {
  while (place > from && /[A-Za-z\d+/=]/.test(text[place - 1]!)) place--
  return place
}

/** Everything to search for, with the escapes of the secret itself undone, as in the text. */
function toForms(secrets: readonly string[]): Form[] {
  const parts = new Set(secrets.flatMap(toSecretParts))
  return [...parts].flatMap((part) => {
    const text = decodeEscapes(part).text
    if (part.length < minLength || text.length < minLength) return []
    const base64 = toBase64Forms(part).map((form) => ({ text: decodeEscapes(form).text, isBase64: true }))
    return [{ text, isBase64: false }, ...base64]
  })
}

/** Replaces each range with `***`; ranges that overlap or touch become one. */
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

/** Makes a function that redacts these secrets; see `toRedactedText`. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = toForms(secrets)
  if (forms.length === 0) return (text) => text
  return (text) => {
    const { text: decoded, places } = decodeEscapes(text)
    const ranges: [start: number, end: number][] = []
    for (const { text: form, isBase64 } of forms) {
      let from = 0
      for (let place; (place = decoded.indexOf(form, from)) >= 0;) {
        const start = isBase64 ? findBase64Begin(decoded, place, from) : place
        from = isBase64 ? findBase64End(decoded, place + form.length) : place + form.length
        ranges.push([places?.starts[start] ?? start, places?.ends[from - 1] ?? from])
      }
    }
    return cut(
      text,
      ranges.sort(([one], [other]) => one - other),
    )
  }
}

/**
 * Replaces secrets in text with `***`, however they are written: as they are, with JSON escapes, percent-encoded (even
 * twice), as HTML entities, in base64 and base64url, with and without a scheme such as `Bearer`, and each cookie by
 * itself. A secret shorter than eight characters is not redacted, because it may be an ordinary word.
 *
 * Makes no requests. Runs in linear time.
 *
 * @param text - The finished text, for a person or a log.
 * @param secrets - Keys, tokens, or the values of headers that contain them.
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
  return createRedactor(secrets)(text)
}
