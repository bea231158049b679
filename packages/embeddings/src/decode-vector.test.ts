import { expect, test } from 'vitest'
import { decodeVector } from './read-vector.js'

test('bytes are read with the little end first', () => {
  // 0000803f is 1, 000000c0 is -2, 0000007f is 2^127, 00000080 is -0.
  expect(decodeVector(Buffer.from('0000803f000000c00000007f00000080', 'hex').toString('base64'))).toEqual(
    Float32Array.of(1, -2, 2 ** 127, -0),
  )
})

test('every 32-bit float survives, the smallest, the largest, the endless and the one that is no number', () => {
  const values = Float32Array.of(1.401298464324817e-45, 3.4028234663852886e38, Infinity, -Infinity, Number.NaN, 0.1)
  const base64 = Buffer.from(values.buffer).toString('base64')
  expect(decodeVector(base64)).toEqual(values)
})

test('an empty text is an empty vector', () => {
  expect(decodeVector('')).toHaveLength(0)
})

test.each([
  ['AAAAA', /correctly encoded/],
  ['AAA*', /Invalid character/],
  ['AAAAAAA=', /multiple of 4/],
])('%s is refused: no base64, or no whole number of floats', (base64, message) => {
  expect(() => decodeVector(base64)).toThrow(message)
})
