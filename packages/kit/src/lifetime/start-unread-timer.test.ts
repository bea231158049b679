import { createTabbyClient, type TabbyRequest } from '@tabby/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startUnreadTimer } from './start-unread-timer.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start(ofClient: number | false | undefined, ofRequest?: number | false) {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', eventTimeout: ofClient })
  const request = { method: 'POST', path: '/v1/x', eventTimeout: ofRequest } as TabbyRequest
  const giveUp = vi.fn<() => void>()
  return { giveUp, timer: startUnreadTimer(client, request, giveUp) }
}

test.each([
  ['the timeout of its request', 1000, 50, 50],
  ['the timeout of the client', 1000, undefined, 1000],
  ['ten minutes, without a timeout', 1000, false, 600_000],
  ['ten minutes, when the client has none', false, undefined, 600_000],
  ['ten minutes, when timers cannot wait for so long', 2_147_483_648, undefined, 600_000],
  ['the longest time of timers', 2_147_483_647, undefined, 2_147_483_647],
] as const)('an unread stream is given up after %s', (_, ofClient, ofRequest, time) => {
  const { giveUp } = start(ofClient, ofRequest)
  vi.advanceTimersByTime(time - 1)
  expect(giveUp).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(giveUp).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})

test('a stream that is read is given up only after a whole period without a value', () => {
  const { giveUp, timer } = start(100)
  for (let period = 0; period < 3; period++) {
    vi.advanceTimersByTime(99)
    timer.noteValue()
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(99)
  expect(giveUp).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(giveUp).toHaveBeenCalledOnce()
})

test('a timer that is stopped gives nothing up', () => {
  const { giveUp, timer } = start(100)
  vi.advanceTimersByTime(50)
  timer.stop()
  expect(vi.getTimerCount()).toBe(0)
  expect(giveUp).not.toHaveBeenCalled()
})
