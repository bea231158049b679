import { afterEach, expect, test, vi } from 'vitest'
import { createTabbyClient, requestJson, type TabbyClientOptions, type TabbyOperation } from '../src/index.js'
import { atOnce, json, ok, serve } from './serve.js'

afterEach(() => void vi.useRealTimers())

/** Where nobody listens: systems hand out no port below 1024, so that no other test is given this one. */
const closedUrl = 'http://127.0.0.1:2'

const repeated: Record<TabbyOperation, number[]> = {
  read: [408, 429, 502, 503, 504],
  generate: [429],
  load: [],
  change: [],
  probe: [],
}
const statuses = [400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504]
test.each(Object.entries(repeated))(
  'an operation of the kind "%s" reaches the server three times when it says %j, and once otherwise',
  async (operation, expected) => {
    const { server, client } = await serve(({ path }) => ({ status: Number(path.slice(1)), body: ['<html>'] }))
    for (const status of statuses) {
      const request = { path: `/${status}`, body: {}, operation: operation as TabbyOperation }
      await expect(requestJson(client, request)).rejects.toMatchObject({ status })
    }
    const count = (status: number) => server.requests.filter(({ path }) => path === `/${status}`).length
    expect(statuses.map((status) => [status, count(status)])).toEqual(
      statuses.map((status) => [status, expected.includes(status) ? 3 : 1]),
    )
  },
)

test('a read that hears that no model is loaded asks once', async () => {
  const body = ['{"detail":"No models are currently loaded."}']
  const { server, client } = await serve({ status: 503, headers: json, body })
  await expect(requestJson(client, { path: '/v1/model' })).rejects.toMatchObject({ code: 'no_model_loaded' })
  expect(server.requests).toHaveLength(1)
})

test('a read succeeds when the server comes back', async () => {
  const { server, client } = await serve((_, index) => (index < 2 ? { status: 502 } : ok))
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(3)
})

test('a generation whose connection breaks is sent once, whether before the headers or in the body', async () => {
  for (const body of [[], ['{"a":']]) {
    const { server, client } = await serve({ headers: json, body, end: 'destroy' })
    await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).rejects.toMatchObject({
      code: 'connection_error',
    })
    expect(server.requests).toHaveLength(1)
  }
})

test('a read whose body breaks is sent again', async () => {
  const { server, client } = await serve((_, index) =>
    index ? ok : { headers: json, body: ['{"ok"'], end: 'destroy' },
  )
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(2)
})

test('a server that is not there is one clear line, with the reason of the runtime', async () => {
  const client = createTabbyClient({ baseUrl: closedUrl, retry: false })
  await expect(requestJson(client, { path: '/health' })).rejects.toMatchObject({
    name: 'TabbyConnectionError',
    code: 'connection_error',
    reason: 'ECONNREFUSED',
    message: `GET /health got no response from ${closedUrl} (ECONNREFUSED)`,
  })
})

test('a generation is tried again while nobody listens', async () => {
  const attempts: number[] = []
  const client = createTabbyClient({
    baseUrl: closedUrl,
    retry: atOnce,
    onRequest: ({ attempt }) => void attempts.push(attempt),
  })
  await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).rejects.toThrow('ECONNREFUSED')
  expect(attempts).toEqual([1, 2, 3])
})

test('the retries of a call replace those of the client', async () => {
  const { server, client } = await serve({ status: 502 })
  await requestJson(client, { path: '/v1/x', retry: false }).catch(() => {})
  expect(server.requests).toHaveLength(1)
  await requestJson(client, { path: '/v1/x', retry: { ...atOnce, limit: 4 } }).catch(() => {})
  expect(server.requests).toHaveLength(1 + 5)
})

/** A client whose first attempt fails, with the times at which attempts were made. */
function failOnce(options: TabbyClientOptions, headers: HeadersInit = {}) {
  const times: number[] = []
  const fetch = async () => {
    times.push(Date.now())
    return times.length === 1 ? new Response('{}', { status: 502, headers }) : new Response('{"ok":true}')
  }
  return { times, client: createTabbyClient({ fetch, ...options }) }
}

test.each([2 ** 31, 2 ** 33])('a wait of %d ms does not end at once, and an abort ends it', async (milliseconds) => {
  vi.useFakeTimers()
  const controller = new AbortController()
  const { times, client } = failOnce({ retry: { delay: () => milliseconds } })
  const outcome = requestJson(client, { path: '/v1/x', signal: controller.signal }).catch((reason: unknown) => reason)
  await vi.advanceTimersByTimeAsync(2 ** 31 - 2)
  expect(times).toHaveLength(1)
  controller.abort('enough')
  expect(await outcome).toBe('enough')
  expect(vi.getTimerCount()).toBe(0)
})

test('a Retry-After of years is waited for as long as a timer can, when maxRetryAfter allows it', async () => {
  vi.useFakeTimers()
  const { times, client } = failOnce({ retry: { maxRetryAfter: Infinity } }, { 'retry-after': '1000000000' })
  const call = requestJson(client, { path: '/v1/x' })
  await vi.advanceTimersByTimeAsync(2 ** 31 - 2)
  expect(times).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2)
  expect(await call).toEqual({ ok: true })
})

test.each([0, 5, 700])('a wait of %d ms ends after its time', async (milliseconds) => {
  vi.useFakeTimers()
  const { times, client } = failOnce({ retry: { delay: () => milliseconds } })
  const call = requestJson(client, { path: '/v1/x' })
  await vi.advanceTimersByTimeAsync(milliseconds)
  expect(await call).toEqual({ ok: true })
  expect(times[1]! - times[0]!).toBe(milliseconds)
  expect(vi.getTimerCount()).toBe(0)
})

test('every method is retried by what the call does, not by its name', async () => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'mkcol']) {
    const { times, client } = failOnce({ retry: atOnce })
    expect(await requestJson(client, { path: '/v1/x', method, operation: 'read' })).toEqual({ ok: true })
    expect(times).toHaveLength(2)
  }
})

test('the last error is thrown as it was made, and holds no request', async () => {
  const errors: unknown[] = []
  const { client } = await serve(
    { status: 502 },
    {
      onRetry: ({ error }) => void errors.push(error),
      onError: ({ error }) => void errors.push(error),
    },
  )
  const thrown = await requestJson(client, { path: '/v1/x' }).catch((error: unknown) => error)
  expect(errors).toHaveLength(3)
  expect(errors[2]).toBe(thrown)
  expect(new Set(errors).size).toBe(3)
  expect(Object.keys(thrown as object)).not.toContain('request')
})

test('onError is called once, without retries too, and not after an abort', async () => {
  let calls = 0
  const { client } = await serve({ status: 502 }, { onError: () => void calls++ })
  for (const retry of [false, { limit: 0 }, { shouldRetry: () => false }, atOnce] as const) {
    calls = 0
    await requestJson(client, { path: '/v1/x', retry }).catch(() => {})
    expect(calls).toBe(1)
  }
  calls = 0
  await requestJson(client, { path: '/v1/x', signal: AbortSignal.abort() }).catch(() => {})
  expect(calls).toBe(0)
})
