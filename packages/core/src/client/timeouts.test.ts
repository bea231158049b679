import { expect, test } from 'vitest'
import { getTimeout } from './timeouts.js'

test('the timeout of the call comes before that of the client, and that before the default', () => {
  const operations = ['read', 'change', 'probe', 'generate', 'load'] as const
  const list = (...given: Parameters<typeof getTimeout>[1][]) => operations.map((each) => getTimeout(each, ...given))
  expect(list()).toEqual([30_000, 30_000, 10_000, false, false])
  expect(list(undefined, 5)).toEqual([5, 5, 5, 5, 5])
  expect(list(false, 5)).toEqual([false, false, false, false, false])
  expect(list(0, 5)).toEqual([0, 0, 0, 0, 0])
  expect(list({ generate: 7, read: undefined }, 5)).toEqual([5, 5, 5, 7, 5])
  expect(list({ generate: 7 }, { read: false, generate: 1 })).toEqual([false, 30_000, 10_000, 7, false])
})
