import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import {
  createTabbyClient,
  extendTabbyClient,
  requestJson,
  requestStream,
  type TabbyClientOptions,
  type TabbyOperation,
} from '../src/index.js'

const json = { 'content-type': 'application/json' }
const ok: Answer = { headers: json, body: ['{"ok":true}'] }
const atOnce = { delay: () => 0 }

async function serve(answer: Parameters<typeof serveAnswers>[0], options: TabbyClientOptions = {}) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: atOnce, ...options }) }
}

/** A port where nobody listens. */
async function getClosedPort() {
  const server = await serveAnswers(ok)
  await server.close()
  return server.url
}

test('a body goes out as JSON by POST, and its absence as GET', async () => {
  const { server, client } = await serve(ok)
  await requestJson(client, { path: '/v1/a', body: { text: 'é\ud83d' } })
  await requestJson(client, { path: '/v1/b' })
  expect(server.requests).toMatchObject([
    { method: 'POST', path: '/v1/a', body: '{"text":"é\ufffd"}', headers: { 'content-type': 'application/json' } },
    { method: 'GET', path: '/v1/b', body: '' },
  ])
  expect(server.requests[1]!.headers).not.toHaveProperty('content-type')
})

test('a path prefix of a proxy stays in front of every path', async () => {
  const { server } = await serve(ok)
  await requestJson(createTabbyClient({ baseUrl: `${server.url}/gpu/v1/` }), { path: '/v1/models' })
  expect(server.requests[0]!.path).toBe('/gpu/v1/models')
})

test('the headers of the client are sent, but never instead of the key', async () => {
  const { server, client } = await serve(ok, { headers: new Headers({ 'x-trace': '1', 'X-Api-Key': 'stale' }), apiKey: 'key' })
  await requestJson(client, { path: '/v1/x' })
  expect(server.requests[0]!.headers).toMatchObject({ 'x-trace': '1', 'x-api-key': 'key' })
})

test('a schema checks the answer, and its issues are told by path without the answer', async () => {
  const { client } = await serve({ headers: json, body: ['{"data":[{"id":"secret text"}]}'] })
  const schema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: () => ({ issues: [{ message: 'not "secret text"', path: ['data', { key: 0 }, 'id'] }] }),
    },
  } as const
  await expect(requestJson(client, { path: '/v1/x', schema })).rejects.toMatchObject({
    name: 'TabbyResponseError',
    code: 'invalid_response',
    paths: ['data.0.id'],
    message: '/v1/x answered with an unknown shape at data.0.id',
  })
})

test.each(['', '<html>', '{"a":'])('an answer that is not JSON (%j) is an error of its own', async (body) => {
  const { client } = await serve({ headers: json, body: [body] })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ code: 'invalid_response', paths: [] })
})

test('an error status that is an answer is given as one, and never repeated', async () => {
  const { server, client } = await serve({ status: 503, headers: json, body: ['{"status":"unhealthy"}'] })
  const answer = await requestJson(client, { path: '/health', access: 'none', operation: 'probe', acceptStatus: [503] })
  expect(answer).toEqual({ status: 'unhealthy' })
  expect(server.requests).toHaveLength(1)
})

test.each<[number, TabbyOperation, number]>([
  [503, 'read', 3],
  [502, 'generate', 3],
  [503, 'generate', 1],
  [500, 'generate', 1],
  [502, 'load', 1],
  [502, 'change', 1],
  [503, 'probe', 1],
])('a %i to an operation of the kind "%s" reaches the server %i times in all', async (status, operation, times) => {
  const { server, client } = await serve({ status, headers: { 'content-type': 'text/html' }, body: ['<html>'] })
  await expect(requestJson(client, { path: '/v1/x', body: {}, operation })).rejects.toMatchObject({ status })
  expect(server.requests).toHaveLength(times)
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
  const { server, client } = await serve((_, index) => (index ? ok : { headers: json, body: ['{"ok"'], end: 'destroy' }))
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(2)
})

test('a server that is not there is one clear line, with the reason of the runtime', async () => {
  const baseUrl = await getClosedPort()
  const client = createTabbyClient({ baseUrl, retry: false })
  await expect(requestJson(client, { path: '/health' })).rejects.toMatchObject({
    name: 'TabbyConnectionError',
    code: 'connection_error',
    reason: 'ECONNREFUSED',
    message: `GET /health got no answer from ${baseUrl} (ECONNREFUSED)`,
  })
})

test('a generation is tried again while nobody listens', async () => {
  const attempts: number[] = []
  const client = createTabbyClient({
    baseUrl: await getClosedPort(),
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

test('timeout runs to the headers, and for JSON to the end of the body', async () => {
  const stalls: Answer[] = [{ headers: json, body: [2000, '{}'] }, { headers: json, body: ['{', 2000, '}'] }]
  for (const answer of stalls) {
    const { server, client } = await serve(answer, { timeout: 60 })
    const begin = performance.now()
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
      name: 'TabbyTimeoutError',
      code: 'timeout',
      clock: 'timeout',
      limit: 60,
    })
    expect(performance.now() - begin).toBeLessThan(500)
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  }
})

test('the timeout of the client is for small calls: a generation takes as long as it takes', async () => {
  const { client } = await serve({ headers: json, body: [150, '{"ok":true}'] }, { timeout: 50 })
  expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).toEqual({ ok: true })
  expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'load' })).toEqual({ ok: true })
  await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate', timeout: 50 })).rejects.toMatchObject({ clock: 'timeout' })
})

test('a limit of more than 24 days, Infinity among them, is none', async () => {
  const { client } = await serve({ headers: json, body: [30, '{"ok":true}'] })
  for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40, false] as const) {
    expect(await requestJson(client, { path: '/v1/x', timeout })).toEqual({ ok: true })
  }
})

test('an abort throws the reason of the signal unchanged: before, during and between attempts', async () => {
  const { server, client } = await serve(() => ({ status: 502, headers: json, body: [40] }), { retry: { delay: () => 5000 } })
  const reason = { any: 'thing' }
  for (const delay of [0, 20, 120]) {
    const controller = new AbortController()
    if (delay) setTimeout(() => controller.abort(reason), delay)
    else controller.abort(reason)
    const begin = performance.now()
    await expect(requestJson(client, { path: '/v1/x', signal: controller.signal })).rejects.toBe(reason)
    expect(performance.now() - begin).toBeLessThan(1000)
  }
  expect(server.requests).toHaveLength(2)
})

test('an abort reaches the server, which sees the client leave', async () => {
  const { server, client } = await serve({ headers: json, body: ['{', 2000] })
  const controller = new AbortController()
  const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate', signal: controller.signal })
  setTimeout(() => controller.abort(), 50)
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('a fetch that never looks at its signal does not hold the caller', async () => {
  const client = createTabbyClient({ fetch: () => new Promise(() => {}), timeout: 20 })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ clock: 'timeout' })
})

test('the hooks see each attempt with its status and duration, and never a key or a body', async () => {
  const events: [string, Record<string, unknown>][] = []
  const note = (name: string) => (event: object) => void events.push([name, { ...event }])
  const hooks = { onRequest: note('request'), onResponse: note('response'), onRetry: note('retry'), onError: note('error') }
  const { client } = await serve((_, index) => (index ? { status: 400, headers: json, body: ['{"detail":"no"}'] } : { status: 502 }), {
    apiKey: 'secret-key',
    ...hooks,
  })
  await requestJson(client, { path: '/v1/x', body: { prompt: 'secret prompt' }, operation: 'generate' }).catch(() => {})
  const about = { method: 'POST', path: '/v1/x' }
  const duration = expect.any(Number)
  expect(events).toEqual([
    ['request', { ...about, attempt: 1 }],
    ['response', { ...about, attempt: 1, duration, status: 502 }],
    ['retry', { ...about, attempt: 1, duration, delay: 0, error: expect.objectContaining({ status: 502 }) }],
    ['request', { ...about, attempt: 2 }],
    ['response', { ...about, attempt: 2, duration, status: 400 }],
    ['error', { ...about, attempt: 2, duration, error: expect.objectContaining({ status: 400 }) }],
  ])
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('what a hook throws rejects the call as it is', async () => {
  const { client } = await serve(ok)
  const bug = new Error('a bug in a hook')
  const fail = () => {
    throw bug
  }
  for (const hook of ['onRequest', 'onResponse'] as const) {
    await expect(requestJson(extendTabbyClient(client, { [hook]: fail }), { path: '/v1/x' })).rejects.toBe(bug)
  }
})

test('extendTabbyClient makes a client with some options changed, and leaves the old one as it was', async () => {
  const { server, client } = await serve(ok, { apiKey: 'one', headers: { 'x-trace': '1' } })
  const extended = extendTabbyClient(client, { apiKey: 'two', baseUrl: `${server.url}/prefix` })
  const again = extendTabbyClient(extended, { headers: undefined, silenceTimeout: 5 })
  for (const each of [extended, client, again]) await requestJson(each, { path: '/v1/x' })
  expect(server.requests.map(({ path, headers }) => [path, headers['x-api-key'], headers['x-trace']])).toEqual([
    ['/prefix/v1/x', 'two', '1'],
    ['/v1/x', 'one', '1'],
    ['/prefix/v1/x', 'two', undefined],
  ])
  expect(again.streaming.silenceTimeout).toBe(5)
  expect(client.streaming).toEqual({ silenceTimeout: 300_000, contentTimeout: 600_000, maxEventSize: 8_388_608 })
})

test('a stream whose status is an error rejects before it is iterated, and an error body that stalls does not hang', async () => {
  const { client } = await serve({ status: 400, headers: json, body: ['{"detail":"no"}'] })
  await expect(requestStream(client, { path: '/v1/x', body: {} })).rejects.toMatchObject({ status: 400, detail: 'no' })
})

test('no timer is left behind by calls that are over', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { client } = await serve((_, index) => (index % 2 ? ok : { status: 502 }), { timeout: 60_000 })
  await requestJson(client, { path: '/v1/x' })
  const before = countTimers()
  for (let call = 0; call < 20; call++) await requestJson(client, { path: '/v1/x' })
  expect(countTimers()).toBeLessThan(before + 5)
})
