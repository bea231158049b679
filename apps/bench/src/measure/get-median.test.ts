import { expect, test } from 'vitest'
import { getMedian, getQuantile } from './get-median.js'

test('the median is the value in the middle, or halfway between the two', () => {
  expect(getMedian([9, 1, 5])).toBe(5)
  expect(getMedian([4, 1, 2, 3])).toBe(2.5)
  expect(getMedian([7])).toBe(7)
})

test('a quantile lies at its share of the way through the sorted values', () => {
  expect(getQuantile([50, 10, 30, 20, 40], 0.25)).toBe(20)
  expect(getQuantile([10, 20], 0.75)).toBe(17.5)
})
