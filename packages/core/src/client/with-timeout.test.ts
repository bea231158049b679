import { afterEach, expect, test, vi } from 'vitest'
import { wait } from './with-timeout.js'

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
