import { JsonSyntaxError } from './json-syntax-error.js'

// oxlint-disable-next-line no-control-regex -- control characters are what the server refuses inside a string
const plainPattern = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = {
  // Without a prototype, whose members are no escapes.
  __proto__: null as never,
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
/** Escapes between two steps. */
const charactersPerStep = 1000

/**
 * Reads the JSON string whose opening quote stands at `start`; lone surrogates survive, as they do in the server. One
 * of many escapes is read in steps, each of which yields `values`.
 */
export function* readString(
  text: string,
  start: number,
  values: number,
): Generator<number, { value: string; end: number }> {
  const joined: string[] = []
  let parts: string[] = []
  let at = start + 1
  for (;;) {
    plainPattern.lastIndex = at
    plainPattern.test(text)
    const plain = text.slice(at, plainPattern.lastIndex)
    at = plainPattern.lastIndex
    const stop = text[at]
    if (stop === '"' && parts.length === 0 && joined.length === 0) return { value: plain, end: at + 1 }
    parts.push(plain)
    if (stop === '"') return { value: joined.join('') + parts.join(''), end: at + 1 }
    if (stop === undefined) throw new JsonSyntaxError('Unterminated string starting at', start)
    if (stop !== '\\') throw new JsonSyntaxError('Invalid control character at', at)
    const letter = text[at + 1]
    if (letter === undefined) throw new JsonSyntaxError('Unterminated string starting at', start)
    if (parts.length >= charactersPerStep) {
      joined.push(parts.join(''))
      parts = []
      yield values
    }
    if (letter === 'u') {
      const digits = text.slice(at + 2, at + 6)
      if (!/^[\da-fA-F]{4}$/.test(digits)) throw new JsonSyntaxError('Invalid \\uXXXX escape', at + 1)
      parts.push(String.fromCharCode(Number.parseInt(digits, 16)))
      at += 6
      continue
    }
    const escaped = escapes[letter]
    if (escaped === undefined) throw new JsonSyntaxError('Invalid \\escape', at)
    parts.push(escaped)
    at += 2
  }
}
