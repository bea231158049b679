import { expect, test } from 'vitest'
import type { TabbyError, TabbyErrorCode } from '../errors/tabby-error.js'
import { TabbyApiError } from '../errors/tabby-api-error.js'
import { TabbyConnectionError } from '../errors/tabby-connection-error.js'
import { TabbyTimeoutError } from '../errors/tabby-timeout-error.js'
import { getDefaultDelay, getRetryDelay } from './retry-policy.js'
import type { TabbyOperation } from './tabby-request.js'

const operations: TabbyOperation[] = ['read', 'generate', 'load', 'change', 'probe']
const failWith = (status: number, retryAfter?: number, code: TabbyErrorCode = 'server_error') =>
  new TabbyApiError(code, '', { status, retryAfter, detail: '', issues: [] })
const disconnect = (reason: string | undefined) => new TabbyConnectionError('', { reason })

test.each<[string, TabbyError, TabbyOperation[]]>([
  ['400', failWith(400), []],
  ['401', failWith(401), []],
  ['408', failWith(408), ['read']],
  ['422', failWith(422), []],
  ['429', failWith(429), ['read', 'generate']],
  ['500', failWith(500), []],
  ['501', failWith(501), []],
  ['502', failWith(502), ['read']],
  ['502 with Retry-After', failWith(502, 2000), ['read', 'generate']],
  ['503', failWith(503), ['read']],
  ['503 with Retry-After', failWith(503, 2000), ['read', 'generate']],
  ['503 without a model', failWith(503, undefined, 'no_model_loaded'), []],
  ['504', failWith(504), ['read']],
  ['a host that is not reached any more', disconnect('EHOSTUNREACH'), ['read']],
  ['a refused connection', disconnect('ECONNREFUSED'), ['read', 'generate']],
  ['a refused connection of Bun', disconnect('ConnectionRefused'), ['read', 'generate']],
  ['an unknown host', disconnect('ENOTFOUND'), ['read', 'generate']],
  ['a connection that took too long to come about', disconnect('UND_ERR_CONNECT_TIMEOUT'), ['read', 'generate']],
  ['a reset', disconnect('ECONNRESET'), ['read']],
  ['a connection that was closed', disconnect('UND_ERR_SOCKET'), ['read']],
  ['a failure that a browser does not explain', disconnect(undefined), ['read']],
  ['a timeout', new TabbyTimeoutError('', { timeout: 'timeout', limit: 1 }), []],
])('%s is repeated for the operations of the table only', (_, error, expected) => {
  expect(operations.filter((operation) => getRetryDelay({}, operation, 1, error) !== undefined)).toEqual(expected)
})

test('the limit is two by default, can be changed, and false means never', () => {
  const count = (retry: Parameters<typeof getRetryDelay>[0]) =>
    [1, 2, 3, 4, 5].filter((attempt) => getRetryDelay(retry, 'read', attempt, failWith(502)) !== undefined).length
  expect(count(undefined)).toBe(2)
  expect(count({ limit: 4 })).toBe(4)
  expect(count({ limit: 0 })).toBe(0)
  expect(count(false)).toBe(0)
})

test('Retry-After is waited for as it is, and cut to the cap', () => {
  expect(getRetryDelay({}, 'read', 1, failWith(429, 2000))).toBe(2000)
  expect(getRetryDelay({}, 'read', 1, failWith(429, 0))).toBe(0)
  expect(getRetryDelay({}, 'read', 1, failWith(429, 3_600_000))).toBe(30_000)
  expect(getRetryDelay({ maxRetryAfter: 100 }, 'read', 1, failWith(429, 2000))).toBe(100)
})

test('a delay of your own is waited for as it is: the cap is for what a server asks', () => {
  expect(getRetryDelay({ delay: () => 120_000 }, 'read', 1, failWith(502))).toBe(120_000)
})

test.each([Number.NaN, -1, Infinity, '5' as unknown as number])(
  'a delay of %s is refused, with what had failed',
  (wait) => {
    expect(() => getRetryDelay({ delay: () => wait }, 'read', 1, failWith(502))).toThrow(
      expect.objectContaining({ code: 'request_refused', message: expect.stringContaining('retry.delay must return') }),
    )
  },
)

test('a server that asks for years is waited for as long as maxRetryAfter allows', () => {
  const years = failWith(429, 1e12)
  expect(getRetryDelay({ maxRetryAfter: Infinity }, 'read', 1, years)).toBe(1e12)
  expect(getRetryDelay({}, 'read', 1, years)).toBe(30_000)
})

test('x-should-retry of the server comes before the table, and shouldRetry of the caller before it', () => {
  const advise = (status: number, shouldRetry: boolean, code?: TabbyErrorCode) =>
    Object.assign(failWith(status, undefined, code), { shouldRetry })
  const ask = (operation: TabbyOperation, error: TabbyError, retry = {}) =>
    getRetryDelay({ delay: () => 7, ...retry }, operation, 1, error)
  expect(ask('read', advise(429, false))).toBeUndefined()
  expect(ask('generate', advise(429, false))).toBeUndefined()
  expect(ask('generate', advise(500, true))).toBe(7)
  expect(ask('read', advise(503, true, 'no_model_loaded'))).toBe(7)
  for (const operation of ['load', 'change', 'probe'] as const) {
    expect(ask(operation, advise(500, true))).toBeUndefined()
  }
  expect(ask('read', advise(429, false), { shouldRetry: () => true })).toBe(7)
  expect(ask('read', advise(429, true), { shouldRetry: () => false })).toBeUndefined()
})

test('shouldRetry decides, and leaves the decision to the table with undefined', () => {
  const ask = (shouldRetry: () => boolean | undefined, error: TabbyError) =>
    getRetryDelay({ shouldRetry, delay: () => 7 }, 'load', 1, error)
  expect(ask(() => true, failWith(500))).toBe(7)
  expect(ask(() => undefined, failWith(502))).toBeUndefined()
  const seen: unknown[] = []
  const error = failWith(502)
  getRetryDelay({ shouldRetry: (context) => void seen.push(context) }, 'read', 2, error)
  expect(seen).toEqual([{ operation: 'read', attempt: 2, status: 502, error }])
})

test('the default delay is spread over the whole of its window, which doubles up to eight seconds', () => {
  for (const [attempt, window] of [
    [1, 500],
    [2, 1000],
    [3, 2000],
    [6, 8000],
    [30, 8000],
  ] as const) {
    const draws = Array.from({ length: 1000 }, () => getDefaultDelay(attempt))
    expect(Math.max(...draws)).toBeLessThanOrEqual(window)
    expect(Math.max(...draws)).toBeGreaterThan(window * 0.95)
    expect(Math.min(...draws)).toBeLessThan(window * 0.05)
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
  }
})
