import { type ByteAnswer, serveAnswers, serveBytes } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { extendTabbyClient, requestJson, requestStream, type TabbyOperation } from '../index.js'
import { createTabbyClient } from './create-tabby-client.js'

type Options = Parameters<typeof createTabbyClient>[0]

/** Serves answers for one test, with a client on fetch that points there. */
async function serve(answer: Parameters<typeof serveAnswers>[0], options: Options = {}) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  return { server, client: createTabbyClient({ baseUrl: server.url, ...options }) }
}

const headers = { 'content-type': 'application/json' }
const ok = { headers, body: ['{"ok":true}'] }

test.each<TabbyOperation>(['read', 'generate', 'load', 'change', 'probe'])(
  'an operation of the kind "%s" that the server refuses reaches it once, whatever retries are asked for',
  async (operation) => {
    const { server, client } = await serve(({ path }) => ({
      status: Number(path.slice(1)),
      headers: { 'retry-after': '0' },
    }))
    const statuses = [408, 429, 500, 502, 503, 504]
    for (const status of statuses) {
      const request = { path: `/${status}`, body: {}, operation, retry: { limit: 5, shouldRetry: () => true } }
      await expect(requestJson(client, request)).rejects.toMatchObject({ name: 'TabbyApiError', status, retryAfter: 0 })
    }
    expect(server.requests).toHaveLength(statuses.length)
  },
)

test.each<[string, ByteAnswer]>([
  ['closes without an answer', { pieces: [], end: 'finish' }],
  ['resets without an answer', { pieces: [], end: 'reset' }],
  ['answers something that is not HTTP', { pieces: ['\0SSH-2.0-OpenSSH\r\n'], end: 'finish' }],
  ['breaks in the body', { pieces: ['HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"ok"'], end: 'finish' }],
])('a server that %s is a connection error after one request', async (_, answer) => {
  const server = await serveBytes(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
    name: 'TabbyConnectionError',
    code: 'connection_error',
    reason: expect.any(String),
  })
  expect(server.requests).toHaveLength(1)
})

test('a fetch of your own that throws at once is a connection error too, without its words', async () => {
  const client = createTabbyClient({
    fetch: () => {
      throw new TypeError('no such header: secret')
    },
  })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
    code: 'connection_error',
    message: 'GET /v1/x got no response from http://127.0.0.1:5000',
  })
})

test('an abort throws the reason of the signal unchanged, before the call and during it', async () => {
  const { server, client } = await serve({ headers, body: ['{', 2000] })
  const reason = { any: 'thing' }
  await expect(requestJson(client, { path: '/v1/x', signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 50)
  await expect(requestJson(client, { path: '/v1/x', signal: controller.signal })).rejects.toBe(reason)
  expect(server.requests).toHaveLength(1)
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('the hooks see one attempt with its status and duration, and an error that is final', async () => {
  const events: unknown[] = []
  const { client } = await serve(
    { status: 502 },
    {
      onRequest: (attempt) => void events.push(attempt),
      onResponse: (attempt) => void events.push(attempt),
      onError: (attempt) => void events.push(attempt),
    },
  )
  await requestJson(client, { path: '/v1/x' }).catch(() => {})
  const about = { call: expect.any(Number) as number, method: 'GET', path: '/v1/x', attempt: 1 }
  const duration = expect.any(Number)
  expect(events).toEqual([
    about,
    { ...about, duration, status: 502 },
    { ...about, duration, error: expect.objectContaining({ status: 502 }) },
  ])
})

test('a key function is asked once more after a 401', async () => {
  const keys = ['stale', 'fresh']
  const { server, client } = await serve(
    ({ headers: sent }) => (sent['x-api-key'] === 'fresh' ? ok : { status: 401 }),
    {
      apiKey: () => keys.shift(),
    },
  )
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(2)
})

test('a client that is extended stays one without retries', async () => {
  const { server, client } = await serve({ status: 502 })
  const extended = extendTabbyClient(client, { retry: { limit: 3 }, headers: { 'x-trace': '1' } })
  await expect(requestStream(extended, { path: '/v1/x', body: {} })).rejects.toMatchObject({ status: 502 })
  expect(server.requests.map((request) => request.headers['x-trace'])).toEqual(['1'])
})

test('no timer is left behind by calls that are over', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { client } = await serve((_, index) => (index % 2 ? ok : { status: 502 }), { timeout: 60_000 })
  await requestJson(client, { path: '/v1/x' }).catch(() => {})
  const before = countTimers()
  for (let call = 0; call < 20; call++) await requestJson(client, { path: '/v1/x' }).catch(() => {})
  expect(countTimers()).toBeLessThan(before + 5)
})
