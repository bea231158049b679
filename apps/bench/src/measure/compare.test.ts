import { expect, test } from 'vitest'
import { compare } from './compare.js'

test('clients are compared round by round, so that a slow round of the machine falls on all', () => {
  const samples = new Map([
    ['baseline', [10, 100, 10]],
    ['client', [20, 200, 30]],
  ])
  expect(compare(samples, 'baseline')).toEqual([
    { name: 'baseline', median: 10, ratio: 1, spread: [1, 1] },
    { name: 'client', median: 30, ratio: 2, spread: [2, 2.5] },
  ])
})
