import { afterEach, expect, test, vi } from 'vitest'
import { getTimeout, wait } from './timeouts.js'

afterEach(() => void vi.useRealTimers())

test.each([2 ** 31, 2 ** 33, Infinity])('a wait of %d ms does not end at once', async (milliseconds) => {
  vi.useFakeTimers()
  const controller = new AbortController()
  let isOver = false
  const waiting = wait(milliseconds, controller.signal).then(
    () => (isOver = true),
    (reason: unknown) => reason,
  )
  await vi.advanceTimersByTimeAsync(2 ** 31 - 1)
  expect(isOver).toBe(false)
  controller.abort('enough')
  expect(await waiting).toBe('enough')
  expect(vi.getTimerCount()).toBe(0)
})

test('a wait ends after its time, also a long one', async () => {
  vi.useFakeTimers()
  for (const milliseconds of [0, 5, 2 ** 31 + 5]) {
    let isOver = false
    void wait(milliseconds, undefined).then(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(Math.max(0, milliseconds - 1))
    expect(isOver).toBe(milliseconds === 0)
    await vi.advanceTimersByTimeAsync(1)
    expect(isOver).toBe(true)
  }
})

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
