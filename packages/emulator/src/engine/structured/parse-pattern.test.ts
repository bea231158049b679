import { describe, expect, test } from 'vitest'
import { parsePattern } from './parse-pattern.js'

const sets = (count: number, inside: string): string =>
  Array.from({ length: count }, (_, index) => `[${inside}${String.fromCharCode(0x4e00 + index)}]`).join('')

describe('parsePattern', () => {
  test('reads a hundred different sets, and no more', () => {
    expect(parsePattern(sets(100, 'a'))).toBeDefined()
    expect(parsePattern(sets(101, 'a'))).toBeUndefined()
  })

  test('counts each property of a set, which takes long to make', () => {
    expect(parsePattern(sets(50, '\\p{L}'))).toBeDefined()
    expect(parsePattern(sets(51, '\\p{L}'))).toBeUndefined()
    expect(parsePattern(sets(1, '\\P{L}'.repeat(100)))).toBeUndefined()
  })

  test('counts what is written alike once', () => {
    expect(parsePattern('[\\p{L}]\\p{Lu}'.repeat(500))).toBeDefined()
  })
})
