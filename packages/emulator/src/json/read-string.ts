import { JsonSyntaxError } from './json-syntax-error.js'

// oxlint-disable-next-line no-control-regex -- control characters are what the server refuses inside a string
const PLAIN = /[^"\\\u0000-\u001f]*/y
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads the JSON string whose opening quote stands at `start`; lone surrogates survive, as they do in the server. */
export function readString(text: string, start: number): { value: string; end: number } {
  let value = ''
  let at = start + 1
  for (;;) {
    PLAIN.lastIndex = at
    PLAIN.test(text)
    value += text.slice(at, PLAIN.lastIndex)
    at = PLAIN.lastIndex
    const stop = text[at]
    if (stop === '"') return { value, end: at + 1 }
    if (stop === undefined) throw new JsonSyntaxError('Unterminated string starting at', start)
    if (stop !== '\\') throw new JsonSyntaxError('Invalid control character at', at)
    const letter = text[at + 1]
    if (letter === undefined) throw new JsonSyntaxError('Unterminated string starting at', start)
    if (letter === 'u') {
      const digits = text.slice(at + 2, at + 6)
      if (!/^[\da-fA-F]{4}$/.test(digits)) throw new JsonSyntaxError('Invalid \\uXXXX escape', at + 1)
      value += String.fromCharCode(Number.parseInt(digits, 16))
      at += 6
      continue
    }
    const escaped = ESCAPES[letter]
    if (escaped === undefined) throw new JsonSyntaxError('Invalid \\escape', at)
    value += escaped
    at += 2
  }
}
