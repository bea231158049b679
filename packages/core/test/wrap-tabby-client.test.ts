import { expect, test } from 'vitest'
import {
  createTabbyClient,
  extendTabbyClient,
  requestJson,
  requestStream,
  type TabbyAttempt,
  type TabbyClient,
  type TabbyRequest,
  TabbyRequestError,
  type TabbyWrapper,
  wrapTabbyClient,
} from '../src/index.js'
import { done, event, readAll } from './open-stream.js'
import { ok, serve } from './serve.js'

const stream = { headers: { 'content-type': 'text/event-stream' }, body: [event(1), done] }

/** A wrapper that notes what passes it. */
function note(log: string[], name: string): TabbyWrapper {
  return (send) => async (request) => {
    log.push(`${name} sends`)
    const response = await send(request)
    log.push(`${name} got ${response.status}`)
    return response
  }
}

/** A wrapper that keeps the requests. */
function keep(requests: TabbyRequest[]): TabbyWrapper {
  return (send) => (request) => {
    requests.push(request)
    return send(request)
  }
}

test('the first wrapper is the outermost', async () => {
  const { client } = await serve(ok)
  const log: string[] = []
  await requestJson(wrapTabbyClient(client, note(log, 'one'), note(log, 'two')), { path: '/v1/x' })
  expect(log).toEqual(['one sends', 'two sends', 'two got 200', 'one got 200'])
})

test('a client that is wrapped twice has both, the later outside, and the given client is unchanged', async () => {
  const { client } = await serve(ok)
  const log: string[] = []
  const wrapped = wrapTabbyClient(client, note(log, 'one'))
  await requestJson(wrapTabbyClient(wrapped, note(log, 'two')), { path: '/v1/x' })
  expect(log).toEqual(['two sends', 'one sends', 'one got 200', 'two got 200'])
  await requestJson(client, { path: '/v1/x' })
  expect(log).toHaveLength(4)
})

test('a wrapped client that is extended keeps its wrappers, in their order and with their state', async () => {
  const { client, server } = await serve(ok)
  const log: string[] = []
  const wrapped = wrapTabbyClient(client, note(log, 'one'), note(log, 'two'))
  const extended = extendTabbyClient(extendTabbyClient(wrapped, { apiKey: 'other-key' }), { idleTimeout: 5 })
  await requestJson(extended, { path: '/v1/x' })
  expect(log).toEqual(['one sends', 'two sends', 'two got 200', 'one got 200'])
  expect(server.requests[0]!.headers['x-api-key']).toBe('other-key')
  expect(extended.streaming.idleTimeout).toBe(5)
})

test('a wrapper gets the client that it wraps, also that of an extended one', async () => {
  const addresses: string[] = []
  const look: TabbyWrapper = (send, { baseUrl }) => {
    addresses.push(baseUrl)
    return send
  }
  const wrapped = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://one:5000' }), look)
  const extended = wrapped.extend({ baseUrl: 'http://two:5000' })
  expect(addresses).toEqual(['http://one:5000', 'http://two:5000'])
  expect([wrapped.baseUrl, extended.baseUrl]).toEqual(addresses)
})

test.each<[Partial<TabbyRequest>, string, string]>([
  [{}, 'GET', 'read'],
  [{ body: {} }, 'POST', 'change'],
  [{ body: null }, 'POST', 'change'],
  [{ method: 'DELETE' }, 'DELETE', 'change'],
  [{ body: {}, operation: 'generate' }, 'POST', 'generate'],
])('a wrapper gets %o with the method %s and the operation %s, as it is sent', async (request, method, operation) => {
  const { client, server } = await serve(ok)
  const requests: TabbyRequest[] = []
  await requestJson(wrapTabbyClient(client, keep(requests)), { path: '/v1/x', ...request })
  expect(requests).toMatchObject([{ method, operation }])
  expect(server.requests[0]!.method).toBe(method)
})

test('a streamed request is a generation to a wrapper', async () => {
  const { client } = await serve(stream)
  const requests: TabbyRequest[] = []
  const values = await readAll(
    await requestStream(wrapTabbyClient(client, keep(requests)), { path: '/v1/x', body: {} }),
  )
  expect(values).toEqual({ values: [1] })
  expect(requests).toMatchObject([{ method: 'POST', operation: 'generate', stream: true }])
})

test('all attempts of a call have one number, which its wrappers see, and two calls in flight have two', async () => {
  const attempts: TabbyAttempt[] = []
  let count = 0
  const { client } = await serve(() => (++count <= 2 ? { status: 503, body: [] } : ok), {
    onRequest: (attempt) => void attempts.push(attempt),
  })
  const outer: TabbyRequest[] = []
  const inner: TabbyRequest[] = []
  const wrapped = wrapTabbyClient(wrapTabbyClient(client, keep(inner)), keep(outer))
  await Promise.all(['/v1/a', '/v1/b'].map((path) => requestJson(wrapped, { path })))
  const numbers = outer.map(({ call }) => call)
  expect(new Set(numbers).size).toBe(2)
  expect(inner.map(({ call }) => call)).toEqual(numbers)
  expect(attempts).toHaveLength(4)
  for (const { path, call } of outer) {
    const own = attempts.filter((attempt) => attempt.path === path)
    expect(own.map((attempt) => attempt.call)).toEqual(own.map(() => call))
  }
})

test('the hooks of a client without wrappers see a number too', async () => {
  const calls: number[] = []
  const hook = ({ call }: TabbyAttempt) => void calls.push(call)
  const { client } = await serve(ok, { onRequest: hook, onResponse: hook })
  await requestJson(client, { path: '/v1/x' })
  await requestJson(client, { path: '/v1/x' })
  expect(calls).toEqual([calls[0], calls[0], calls[2], calls[2]])
  expect(calls[0]).not.toBe(calls[2])
})

test('a copy of a response loses nothing', async () => {
  const watches = [{}]
  const copy: TabbyWrapper = (send) => async (request) => ({ ...(await send(request)) })
  const add: TabbyWrapper = (send) => async (request) => ({ ...(await send(request)), watches })
  const plain = await serve(ok)
  const response = await wrapTabbyClient(plain.client, copy, add).send({ path: '/v1/x' })
  expect(response).toMatchObject({ status: 200, watches })
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.text()).toBe('{"ok":true}')
  const streamed = await serve(stream)
  const { body, hide } = await wrapTabbyClient(streamed.client, copy).send({ path: '/v1/x', stream: true })
  expect(hide?.('text')).toBe('text')
  expect(await new Response(body).text()).toContain('[DONE]')
})

test('a wrapper that throws at once rejects like any other, and nothing is sent', async () => {
  const { client, server } = await serve(ok)
  const refusal = new TabbyRequestError('The queue is full', { reason: 'queue-full', retryAfter: 500 })
  const wrapped = wrapTabbyClient(client, () => () => {
    throw refusal
  })
  const call = wrapped.send({ path: '/v1/x' })
  await expect(call).rejects.toBe(refusal)
  expect(refusal).toMatchObject({ code: 'request_refused', reason: 'queue-full', retryAfter: 500 })
  expect(server.requests).toHaveLength(0)
})

test('an error without a reason has no member for it', () => {
  expect(Object.keys(new TabbyRequestError('no'))).not.toContain('reason')
})

test.each<[string, unknown, RegExp]>([
  ['is not a function', {}, /^wrapTabbyClient: each wrapper must be a function, such as /],
  ['returns no function', async () => {}, /^wrapTabbyClient: each wrapper must return a function, such as /],
])('a wrapper that %s is refused', (_, wrapper, message) => {
  expect(() => wrapTabbyClient(createTabbyClient(), wrapper as TabbyWrapper)).toThrow(message)
})

test('a client that was forgotten is named at once', () => {
  const forgotten = undefined as unknown as TabbyClient
  expect(() => wrapTabbyClient(forgotten, (send) => send)).toThrow(/^The first argument must be a client: /)
})

test('members of a client that this package does not know are kept', () => {
  const pool = { ...createTabbyClient(), members: ['one'], [Symbol.asyncDispose]: async () => {} }
  const wrapped: TabbyClient = wrapTabbyClient(pool, (send) => send)
  expect(wrapped).toMatchObject({ members: ['one'] })
  expect(Symbol.asyncDispose in wrapped).toBe(true)
})
