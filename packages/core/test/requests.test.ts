import { expect, test } from 'vitest'
import { createTabbyClient, extendTabbyClient, requestJson, requestStream } from '../src/index.js'
import { json, ok, serve } from './serve.js'

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
  const { server, client } = await serve(ok, {
    headers: new Headers({ 'x-trace': '1', 'X-Api-Key': 'stale' }),
    apiKey: 'key',
  })
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
    message: 'GET /v1/x: the response has an unexpected shape at data.0.id',
  })
})

test('a response that is wrong as a whole has no place, and the sentence ends before it', async () => {
  const { client } = await serve({ headers: json, body: ['[]'] })
  const validate = () => ({ issues: [{ message: 'not an object' }] })
  const schema = { '~standard': { version: 1, vendor: 'test', validate } } as const
  await expect(requestJson(client, { path: '/v1/x', schema })).rejects.toMatchObject({
    message: 'GET /v1/x: the response has an unexpected shape',
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

test('the hooks see each attempt with its status and duration, and never a key or a body', async () => {
  const events: [string, Record<string, unknown>][] = []
  const note = (name: string) => (event: object) => void events.push([name, { ...event }])
  const hooks = {
    onRequest: note('request'),
    onResponse: note('response'),
    onRetry: note('retry'),
    onError: note('error'),
  }
  const { client } = await serve(
    (_, index) => (index ? { status: 400, headers: json, body: ['{"detail":"no"}'] } : { status: 429 }),
    {
      apiKey: 'secret-key',
      ...hooks,
    },
  )
  await requestJson(client, { path: '/v1/x', body: { prompt: 'secret prompt' }, operation: 'generate' }).catch(() => {})
  const about = { call: expect.any(Number) as number, method: 'POST', path: '/v1/x' }
  const duration = expect.any(Number)
  expect(events).toEqual([
    ['request', { ...about, attempt: 1 }],
    ['response', { ...about, attempt: 1, duration, status: 429 }],
    ['retry', { ...about, attempt: 1, duration, delay: 0, error: expect.objectContaining({ status: 429 }) }],
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
  const again = extendTabbyClient(extended, { headers: undefined, idleTimeout: 5 })
  for (const each of [extended, client, again]) await requestJson(each, { path: '/v1/x' })
  expect(server.requests.map(({ path, headers }) => [path, headers['x-api-key'], headers['x-trace']])).toEqual([
    ['/prefix/v1/x', 'two', '1'],
    ['/v1/x', 'one', '1'],
    ['/prefix/v1/x', 'two', undefined],
  ])
  expect(again.streaming.idleTimeout).toBe(5)
  expect(client.streaming).toEqual({
    idleTimeout: 300_000,
    eventTimeout: 600_000,
    maxEventSize: 8_388_608,
    maxResponseSize: 67_108_864,
  })
})

test('a stream whose status is an error rejects before it is iterated', async () => {
  const { client } = await serve({ status: 400, headers: json, body: ['{"detail":"no"}'] })
  await expect(requestStream(client, { path: '/v1/x', body: {} })).rejects.toMatchObject({ status: 400, detail: 'no' })
})
