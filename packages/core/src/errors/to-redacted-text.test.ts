import { expect, test } from 'vitest'
import { toRedactedText } from './to-redacted-text.js'

const key = 'sk/live+AbCdEfGh/1234567890=='
const toCodes = (write: (code: number) => string) =>
  [...key].map((character) => write(character.charCodeAt(0))).join('')
const base64 = (text: string) => btoa(text)
const hex = (code: number) => code.toString(16).padStart(2, '0')

test.each([
  ['as it is', key],
  ['with escaped slashes', key.replaceAll('/', '\\/')],
  ['with escaped slashes, in JSON inside JSON', key.replaceAll('/', '\\\\\\/')],
  ['with an escaped plus', key.replaceAll('+', '\\u002B')],
  ['with each character escaped', toCodes((code) => `\\u00${hex(code)}`)],
  ['with each character escaped twice', toCodes((code) => `\\\\u00${hex(code)}`)],
  ['in the escapes of JavaScript', toCodes((code) => `\\x${hex(code)}`)],
  ['percent-encoded', encodeURIComponent(key)],
  ['percent-encoded in small letters', encodeURIComponent(key).replaceAll(/%../g, (escape) => escape.toLowerCase())],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(key))],
  ['with each character percent-encoded', toCodes((code) => `%${hex(code)}`)],
  ['in HTML entities', toCodes((code) => `&#${code};`)],
  ['in HTML entities of hexadecimal digits', toCodes((code) => `&#x${hex(code)};`)],
  ['in named entities', key.replaceAll('/', '&sol;').replaceAll('+', '&plus;').replaceAll('=', '&equals;')],
  ['in base64', base64(key)],
  ['in base64url', base64(key).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')],
  ['in base64 behind a name', base64(`user:${key}`)],
  ['in base64 behind a longer name', base64(`user1:${key}`)],
  ['in base64 between others', base64(`user12:${key}:x`)],
  ['in base64, percent-encoded', encodeURIComponent(base64(`ab:${key}`))],
  ['in base64 with escaped slashes', base64(`???${key}???`).replaceAll('/', '\\/')],
])('a secret %s is taken out, and what stands around it is kept', (_, written) => {
  expect(toRedactedText(`key "${written}", refused`, [key])).toBe('key "***", refused')
  expect(toRedactedText(`{"key":"${written}"}`, [key])).toBe('{"key":"***"}')
  expect(toRedactedText(written, ['unrelated-secret', key])).toBe('***')
})

test.each([
  ['a token without its scheme', 'Bearer abcdefgh', 'denied: abcdefgh', 'denied: ***'],
  ['a scheme that is not Bearer', 'Token abcdefgh', 'denied: abcdefgh', 'denied: ***'],
  ['base64 without Basic', `Basic ${btoa('user:password1')}`, `no ${btoa('user:password1')}`, 'no ***'],
  ['the password in a Basic', `Basic ${btoa('user:password1')}`, 'user may not use password1', 'user may not use ***'],
  ['one cookie of several', 'a=1; session="abcdefgh"; b=2', 'session abcdefgh is over', 'session *** is over'],
  ['a parameter', 'Digest username="ada", response="0123456789"', 'got 0123456789', 'got ***'],
])('of a header with several parts, %s is taken out', (_, secret, text, expected) => {
  expect(toRedactedText(text, [secret])).toBe(expected)
})

test('a secret of eight characters is one, and of seven is none', () => {
  expect(toRedactedText('12345678 and 1234567', ['12345678'])).toBe('*** and 1234567')
  expect(toRedactedText('12345678 and 1234567', ['1234567'])).toBe('12345678 and 1234567')
  expect(toRedactedText('nothing here', [])).toBe('nothing here')
  expect(toRedactedText('', ['12345678'])).toBe('')
})

test('escapes of everything else stay as they are', () => {
  const text = String.raw`{"a\/b":"\u00e9 100% &amp; %41 12345678\n\"quoted\""}`
  expect(toRedactedText(text, ['abcdefgh'])).toBe(text)
  expect(toRedactedText(text, ['12345678'])).toBe(text.replace('12345678', '***'))
})

test('secrets that overlap or follow each other leave nothing of either', () => {
  expect(toRedactedText('x abcdefghijkl x', ['abcdefgh', 'efghijkl'])).toBe('x *** x')
  expect(toRedactedText('x abcdefghabcdefgh x', ['abcdefgh'])).toBe('x *** x')
  expect(toRedactedText('x abcdefgh12345678 x', ['abcdefgh', 'abcdefgh12345678'])).toBe('x *** x')
})

test.each([
  ['backslashes', '\\'],
  ['percent signs', '%25'],
  ['ampersands', '&#'],
  ['base64', 'QUJD'],
  ['the beginning of the secret', 'abcdefg'],
  ['the secret', 'abcdefgh '],
])('300 kB of %s take no time that grows with their square', (_, text) => {
  const begin = performance.now()
  toRedactedText(text.repeat(300_000 / text.length), ['abcdefgh', 'Bearer some-other-token'])
  expect(performance.now() - begin).toBeLessThan(1500)
})
