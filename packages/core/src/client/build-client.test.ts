import { expect, test } from 'vitest'
import { toJsonBody } from './build-client.js'

test('undefined is left out, and null, zero, false and the empty string are sent', () => {
  expect(toJsonBody({ a: undefined, b: null, c: 0, d: false, e: '' })).toBe('{"b":null,"c":0,"d":false,"e":""}')
})

test.each([
  ['a lone high surrogate', '\ud83d', '\ufffd'],
  ['a lone low surrogate', 'x\ude00y', 'x\ufffdy'],
  ['two high surrogates', '\ud83d\ud83d', '\ufffd\ufffd'],
  ['a pair', '\ud83d\ude00', '\ud83d\ude00'],
  ['a backslash before the letters of an escape', '\\ud83d', '\\ud83d'],
  ['a backslash before a lone surrogate', '\\\ud83d', '\\\ufffd'],
  ['a character of the same block that is no surrogate', '\ud7ff', '\ud7ff'],
])('%s arrives well-formed', (_, sent, arrives) => {
  expect(JSON.parse(toJsonBody({ text: sent }))).toEqual({ text: arrives })
})
