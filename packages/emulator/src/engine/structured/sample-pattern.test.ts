import { describe, expect, test } from 'vitest'
import { samplePattern } from './sample-pattern.js'

describe('samplePattern', () => {
  const patterns = [
    '[a-z]+',
    '\\d{4}-\\d{2}-\\d{2}',
    '(yes|no)',
    '^(?:red|green) \\w{3,5}!?$',
    '[^a-z]{2}',
    'a*b?c+',
    '\\(\\d+\\)',
    '[\\]x]',
    '(?<year>20[0-9]{2})',
    '.{3,}',
    '\\S+@\\S+\\.com',
    '[A-F0-9]{8}',
    '(a(b|c)){2}',
    '\\$\\d+\\.\\d\\d',
    '',
  ]
  for (const pattern of patterns) {
    test(`makes a text that /${pattern}/ matches as a whole`, () => {
      expect(samplePattern(pattern)).toMatch(new RegExp(`^(?:${pattern})$`, 'u'))
    })
  }

  test('gives up on patterns that look around or back, and on broken ones', () => {
    for (const pattern of ['(?=a)a', '(a)\\1', '([a-z', 'a)']) expect(samplePattern(pattern)).toBeUndefined()
  })
})
