import { decodeEscapes } from './decode-escapes.js'

/**
 * The secrets that are in the value of a header: the whole, what follows a scheme (`Bearer`, `Basic`), the user's
 * password in a `Basic`, and the value of each cookie or parameter.
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
      // Not base64: nothing more is in it.
    }
  }
  return parts
}

/** Shorter secrets are kept: they may be an ordinary word of the message. */
const minLength = 8

/** A text to look for. Where base64 holds a secret, the whole run of base64 goes. */
interface Form {
  readonly text: string
  readonly isBase64: boolean
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

/** Everything to look for, with the escapes of the secret itself undone as those of the texts are. */
function toForms(secrets: readonly string[]): Form[] {
  const parts = new Set(secrets.flatMap(toSecretParts))
  return [...parts].flatMap((part) => {
    const text = decodeEscapes(part).text
    if (part.length < minLength || text.length < minLength) return []
    const base64 = toBase64Forms(part).map((form) => ({ text: decodeEscapes(form).text, isBase64: true }))
    return [{ text, isBase64: false }, ...base64]
  })
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

/** Makes a function that takes these secrets out of a text; see `toRedactedText`. */
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
 * Replaces secrets in a text by `***`, however they are written: as they are, with the escapes of JSON, percent-encoded
 * (also twice), as HTML entities, in base64 and base64url, with and without a scheme such as `Bearer`, and each cookie
 * by itself. A secret shorter than eight characters is kept, because it may be an ordinary word.
 *
 * Makes no requests. Its time is linear in the length of the text.
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
  return createRedactor(secrets)(text)
}
