import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  requestJson,
  requestStream,
  type TabbyClient,
  type TabbyClientOptions,
  type TabbyJsonRequest,
  type TabbyRetryOptions,
  type TabbyStreamRequest,
} from '../index.js'
import { createTabbyClient } from './create-tabby-client.js'

/** What a program without types may give: the compiler refuses it in each of these places. */
const careless = <T>(value: unknown) => value as T

let server: Server
let baseUrl: string
let requests = 0
let status = 200

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++
    request.resume()
    const isStream = request.url === '/v1/stream'
    response.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json' })
    response.end(isStream ? 'data: {"a":1}\n\ndata: [DONE]\n\n' : '{"a":1}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

beforeEach(() => {
  requests = 0
  status = 200
})

afterAll(() => void server.close())

const nulls = (...names: string[]) => Object.fromEntries(names.map((name) => [name, null]))

test('an option of a client that is null counts as left out', async () => {
  const values = nulls('apiKey', 'adminKey', 'bearerToken', 'headers', 'fetch', 'timeout', 'retry', 'onRetry')
  const limits = nulls('idleTimeout', 'eventTimeout', 'maxResponseSize', 'maxEventSize')
  const hooks = nulls('onRequest', 'onResponse', 'onError', 'allowAdminKeyInBrowser')
  const options = { ...values, ...limits, ...hooks }
  const client = createTabbyClient(careless({ ...options, baseUrl }))
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ a: 1 })
  const call = nulls('timeout', 'idleTimeout', 'eventTimeout', 'retry', 'signal', 'verify', 'method', 'operation')
  const stream = await requestStream(
    client,
    careless<TabbyStreamRequest<unknown>>({ path: '/v1/stream', body: {}, ...call }),
  )
  const events: unknown[] = []
  for await (const event of stream) events.push(event)
  expect(events).toEqual([{ a: 1 }])
  expect(client.streaming).toMatchObject({ idleTimeout: 300_000, eventTimeout: 600_000 })
})

test('the options of a client may be null, and are refused when they are not an object', () => {
  expect(createTabbyClient(careless(null)).baseUrl).toBe('http://127.0.0.1:5000')
  for (const options of ['http://host:5000', 5, [], true]) {
    expect(() => createTabbyClient(careless(options))).toThrow('The options of a client must be an object')
  }
})

test('members of retry that are null count as left out', async () => {
  status = 503
  const retry = careless<TabbyRetryOptions>({ ...nulls('limit', 'maxRetryAfter', 'shouldRetry'), delay: () => 0 })
  await expect(requestJson(createTabbyClient({ baseUrl, retry }), { path: '/v1/x' })).rejects.toThrow('503')
  expect(requests).toBe(3)
  const refused = careless<TabbyRetryOptions>({ limit: 1, delay: null })
  await expect(requestJson(createTabbyClient({ baseUrl, retry: refused }), { path: '/v1/x' })).rejects.toThrow('503')
  expect(requests).toBe(5)
})

test.each([
  ['a promise of false', async () => false],
  ['a text', () => 'no'],
])('a shouldRetry that returns %s does not send a generation again', async (_what, shouldRetry) => {
  status = 503
  const client = createTabbyClient({ baseUrl, retry: careless({ shouldRetry, delay: () => 0 }) })
  const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })
  await expect(call).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining('retry.shouldRetry must return true, false or undefined') as unknown,
  })
  expect(requests).toBe(1)
})

test.each([undefined, null, 5, 'x'])('a request that is %s is refused', async (request) => {
  const client = createTabbyClient({ baseUrl })
  for (const call of [
    () => client.send(careless(request)),
    () => requestJson(client, careless<TabbyJsonRequest<unknown>>(request)),
    () => requestStream(client, careless<TabbyStreamRequest<unknown>>(request)),
  ]) {
    const expected = {
      code: 'request_refused',
      message: 'The request must be an object with a path, such as { path: "/v1/models" }',
    }
    await expect(call()).rejects.toMatchObject(expected)
  }
})

test.each([undefined, null, {}, { path: '/v1/x' }])('a client that was forgotten (%o) is named', async (client) => {
  for (const request of [requestJson, requestStream]) {
    await expect(request(careless<TabbyClient>(client), { path: '/v1/x' })).rejects.toMatchObject({
      code: 'request_refused',
      message: 'The first argument must be a client: make one with createTabbyClient',
    })
  }
})

test.each(['BAD METHOD', '', 'TRACE', 'connect', 5])(
  'the method %o is refused, not taken for a lost connection',
  async (method) => {
    const call = requestJson(createTabbyClient({ baseUrl }), { path: '/v1/x', method: careless(method) })
    await expect(call).rejects.toMatchObject({
      code: 'request_refused',
      message: 'The option method is not valid: it must be an HTTP method such as GET or POST',
    })
  },
)

test('a GET with a body is refused at once, and one without is sent', async () => {
  const client = createTabbyClient({ baseUrl })
  await expect(requestJson(client, { path: '/v1/x', method: 'GET', body: {} })).rejects.toMatchObject({
    code: 'request_refused',
    message: 'A GET or HEAD request cannot have a body: leave out body, or use another method',
  })
  expect(requests).toBe(0)
  expect(await requestJson(client, { path: '/v1/x', method: 'GET' })).toEqual({ a: 1 })
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'x'],
  ['an object', {}],
  ['headers that are not Headers', { status: 200, headers: {}, body: null }],
  ['a body that is not a stream', { status: 200, headers: new Headers(), body: {}, text: async () => '{}' }],
])('a fetch that resolves with %s is named in the error, and not asked again', async (_what, given) => {
  let calls = 0
  const fetch = careless<NonNullable<TabbyClientOptions['fetch']>>(async () => {
    calls++
    return given
  })
  const client = createTabbyClient({ baseUrl, fetch })
  for (const request of [requestJson, requestStream]) {
    calls = 0
    await expect(request(client, { path: '/v1/x', body: {} })).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('the fetch option must resolve with a Response') as unknown,
    })
    expect(calls).toBe(1)
  }
})
