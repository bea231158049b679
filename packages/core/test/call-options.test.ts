import { expect, test, vi } from 'vitest'
import { requestJson, requestStream, type TabbyHeaders, type TabbyKeyState, type TabbyRequest } from '../src/index.js'
import { json, ok, serve } from './serve.js'

const path = '/v1/x'

test.each<[string, TabbyHeaders]>([
  ['an object', { 'x-tenant': 'two', 'x-more': '1' }],
  ['a Headers', new Headers({ 'x-tenant': 'two', 'x-more': '1' })],
  [
    'a list of pairs',
    [
      ['X-Tenant', 'two'],
      ['x-more', '1'],
    ],
  ],
])('headers of a call, as %s, are sent beside those of the client and replace them', async (_, headers) => {
  const { client, server } = await serve(ok, { headers: { 'x-tenant': 'one', 'x-always': 'yes' } })
  await requestJson(client, { path, headers })
  await requestJson(client, { path })
  expect(server.requests[0]!.headers).toMatchObject({ 'x-tenant': 'two', 'x-more': '1', 'x-always': 'yes' })
  expect(server.requests[1]!.headers).toMatchObject({ 'x-tenant': 'one' })
  expect(server.requests[1]!.headers).not.toHaveProperty('x-more')
})

test('a header of a call never overrides a key, nor the type of the body', async () => {
  const keys = { apiKey: 'the-api-key', adminKey: 'the-admin-key', bearerToken: 'the-token' }
  const { client, server } = await serve(ok, keys)
  const headers = { 'X-Api-Key': 'x', 'X-Admin-Key': 'x', Authorization: 'x', 'Content-Type': 'text/plain' }
  await requestJson(client, { path, body: {}, headers })
  await requestJson(client, { path, access: 'admin', body: {}, headers })
  const common = { authorization: 'Bearer the-token', 'content-type': 'application/json' }
  expect(server.requests[0]!.headers).toMatchObject({ ...common, 'x-api-key': 'the-api-key' })
  expect(server.requests[1]!.headers).toMatchObject({ ...common, 'x-admin-key': 'the-admin-key' })
})

const secrets = {
  'x-tenant-token': 'tenant-secret-1',
  'x-plain': 'Bearer hidden-secret-2',
  'x-trace': 'visible-trace-3',
}
const echo = 'tenant-secret-1 hidden-secret-2 visible-trace-3'

test('a header of a call that looks like a secret is redacted in errors and hooks, and others are not', async () => {
  const paths: string[] = []
  const { client } = await serve(
    { status: 400, headers: json, body: [JSON.stringify({ detail: `bad ${echo}` })] },
    { onRequest: (attempt) => void paths.push(attempt.path) },
  )
  const call = requestJson(client, { path: '/v1/tenant-secret-1', headers: secrets })
  await expect(call).rejects.toMatchObject({
    message: 'GET /v1/*** failed with 400: bad *** *** visible-trace-3',
    detail: 'bad *** *** visible-trace-3',
  })
  expect(paths).toEqual(['/v1/***'])
})

test('it is redacted in an error of a stream too', async () => {
  const body = [`data: ${JSON.stringify({ error: { message: echo } })}\r\n\r\n`]
  const { client } = await serve({ headers: { 'content-type': 'text/event-stream' }, body })
  const stream = await requestStream(client, { path, body: {}, headers: secrets })
  await expect(stream.next()).rejects.toThrow(/: \*\*\* \*\*\* visible-trace-3$/)
})

test('the context of a call is never sent', async () => {
  const { client, server } = await serve(ok)
  const context = { priority: 3, session: 'session-in-context', mine: 'other-in-context' }
  await requestJson(client, { path, body: { text: 'a' }, context })
  const [request] = server.requests
  expect(request!.body).toBe('{"text":"a"}')
  expect(JSON.stringify(request)).not.toContain('in-context')
})

test.each<[string, object]>([
  ['headers', { headers: 'x-tenant: one' }],
  ['headers', { headers: { 'x tenant': 'secret-value' } }],
  ['headers', { headers: { 'x-tenant': 'secret-value\nx' } }],
  ['context', { context: 'session' }],
])('%s of a call that are not valid (%o) are refused by name, without their value', async (name, options) => {
  const { client, server } = await serve(ok)
  const error: unknown = await requestJson(client, { path, ...options } as TabbyRequest).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'request_refused' })
  expect(String(error)).toContain(`The option ${name} is not valid`)
  expect(String(error)).not.toContain('secret-value')
  expect(server.requests).toHaveLength(0)
})

test('a key function is told once after a 401 that its key was refused', async () => {
  const told: boolean[] = []
  const apiKey = ({ refused }: { readonly refused: boolean }) => {
    told.push(refused)
    return refused ? 'new-key' : 'old-key'
  }
  const { client, server } = await serve(
    ({ headers }) => (headers['x-api-key'] === 'new-key' ? ok : { status: 401, headers: json, body: ['{}'] }),
    { apiKey },
  )
  await requestJson(client, { path })
  expect(told).toEqual([false, true])
  await requestJson(client, { path })
  expect(told).toEqual([false, true, false, true])
  expect(server.requests).toHaveLength(4)
})

test('a key function is told which key was refused, however many calls run at the same time', async () => {
  let current = 'key-1'
  const told: unknown[] = []
  const bearerToken = ({ refused, key }: TabbyKeyState) => {
    if (refused) told.push(key)
    return current
  }
  const { client } = await serve(
    async ({ headers, path: asked }) => {
      const isOld = headers['authorization'] === 'Bearer key-1'
      // Of two calls with the old key, one learns only after the other that it was refused.
      if (asked === '/v1/late' && isOld) await vi.waitFor(() => expect(told).toHaveLength(1))
      if (isOld) current = 'key-2'
      return isOld ? { status: 401, headers: json, body: ['{}'] } : ok
    },
    { apiKey: 'fixed', bearerToken },
  )
  await Promise.all(['/v1/early', '/v1/late'].map(async (each) => requestJson(client, { path: each })))
  expect(told).toEqual(['key-1', 'key-1'])
})

test('a key function is told so at most once in a call, and never after another error', async () => {
  const told: boolean[] = []
  const adminKey = ({ refused }: { readonly refused: boolean }) => {
    told.push(refused)
    return 'bad-key'
  }
  const bearerToken = adminKey
  const closed = await serve({ status: 401, headers: json, body: ['{}'] }, { bearerToken })
  await expect(requestJson(closed.client, { path })).rejects.toMatchObject({ code: 'authentication_error' })
  expect(told).toEqual([false, true])
  const busy = await serve({ status: 429, headers: json, body: ['{}'] }, { adminKey, retry: { limit: 0 } })
  await expect(requestJson(busy.client, { path })).rejects.toMatchObject({ code: 'rate_limit_exceeded' })
  expect(told).toEqual([false, true, false])
})
