import { expect, test } from 'vitest'
import { formatDuration } from './format-duration.js'

test.each([
  [0.42, '0.4 ms'],
  [9.96, '10 ms'],
  [340.2, '340 ms'],
  [999.7, '1.00 s'],
  [1234, '1.23 s'],
  [12_340, '12.3 s'],
  [99_960, '1 min 40 s'],
  [125_000, '2 min 5 s'],
])('%d ms is written as %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words)
})
