import { describe, expect, test } from 'vitest'
import { matchesPrefix, matchesWhole } from './match-pattern.js'
import { parsePattern, type PatternNode } from './parse-pattern.js'

const read = (pattern: string): PatternNode => {
  const node = parsePattern(pattern)
  if (!node) throw new Error(`${pattern} cannot be read`)
  return node
}

// The machine's own engine is right about patterns of our own, which cannot lead it astray.
const patterns = [
  'a',
  'a*',
  'a+b?',
  'a{2}',
  'a{2,3}',
  'a{0}',
  '(a|ab)(c|bcd)?',
  '(a|ab)*b',
  '(?:a*)*b',
  '(?:a?){3}',
  '(?:)*',
  '(?:){5}a',
  '(a|)b',
  '.b',
  '[^a]',
  '[a-c]+',
  '\\w\\W',
  '^a$',
  'a^b',
  '$',
  '\\bab\\b',
  'a\\Bb',
  '\\b',
  '\\B',
  '👍',
  '.',
]
const texts = ['', 'a', 'b', 'c', 'aa', 'ab', 'aaa', 'aaaa', 'aab', 'abc', 'abcd', 'abb', 'a b', 'a-', '👍', '\n']

describe('matchesWhole', () => {
  test.each(patterns)('says of /%s/ what the language says', (pattern) => {
    const matcher = new RegExp(`^(?:${pattern})$`, 'u')
    for (const text of texts) expect([text, matchesWhole(read(pattern), text)]).toEqual([text, matcher.test(text)])
  })

  test('throws where a match takes too much work, and not where it is long', () => {
    expect(() => matchesWhole(read('x*'.repeat(50)), 'x'.repeat(1000))).toThrow(RangeError)
    expect(matchesWhole(read('(?:ab){4500}'), 'ab'.repeat(4500))).toBe(true)
  })
})

describe('matchesPrefix', () => {
  // Without a place that looks at what comes after, a beginning matches as a text of its own does.
  const plain = patterns.filter((pattern) => !/[$\\]/.test(pattern))
  test.each(plain)('finds the beginnings that /%s/ takes, empty ones not', (pattern) => {
    const matcher = new RegExp(`^(?:${pattern})$`, 'u')
    for (const text of texts) {
      const characters = [...text]
      const matches = characters.some((_, at) => matcher.test(characters.slice(0, at + 1).join('')))
      expect([text, matchesPrefix(read(pattern), text)]).toEqual([text, matches])
    }
  })

  test('looks at what comes after a beginning', () => {
    expect(matchesPrefix(read('a\\b'), 'a b')).toBe(true)
    expect(matchesPrefix(read('a\\b'), 'ab')).toBe(false)
    expect(matchesPrefix(read('a$'), 'ab')).toBe(false)
  })

  test('says no where a match takes too much work', () => {
    expect(matchesPrefix(read('x*'.repeat(50)), 'x'.repeat(1000))).toBe(false)
  })
})
