import { serveAnswers } from '@tabby/emulator/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  createTabbyClient,
  requestJson,
  requestStream,
  type TabbyAccess,
  type TabbyClientOptions,
} from '../src/index.js'
import { serve as serveOnce } from './serve.js'

const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{}'] })
afterAll(() => server.close())
beforeEach(() => void ((server.requests as unknown[]).length = 0))

const keyHeaders = ['x-api-key', 'x-admin-key', 'authorization']
async function getKeyHeaders(options: TabbyClientOptions, access: TabbyAccess) {
  await requestJson(createTabbyClient({ baseUrl: server.url, ...options }), { path: '/v1/x', access })
  const { headers } = server.requests.at(-1)!
  return Object.fromEntries(keyHeaders.filter((name) => name in headers).map((name) => [name, headers[name]]))
}

const api = { apiKey: 'api' }
const admin = { adminKey: 'admin' }
const bearer = { bearerToken: 'token' }
const authorization = 'Bearer token'
test.each<[string, TabbyClientOptions, TabbyAccess, Record<string, string>]>([
  ['no key', {}, 'api', {}],
  ['an api key', api, 'none', {}],
  ['an api key', api, 'api', { 'x-api-key': 'api' }],
  ['an api key', api, 'list', { 'x-api-key': 'api' }],
  ['an api key', api, 'admin', {}],
  ['an admin key', admin, 'none', {}],
  ['an admin key', admin, 'api', { 'x-api-key': 'admin' }],
  ['an admin key', admin, 'list', { 'x-api-key': 'admin' }],
  ['an admin key', admin, 'admin', { 'x-admin-key': 'admin' }],
  ['both keys', { ...api, ...admin }, 'none', {}],
  ['both keys', { ...api, ...admin }, 'api', { 'x-api-key': 'api' }],
  ['both keys', { ...api, ...admin }, 'list', { 'x-api-key': 'admin' }],
  ['both keys', { ...api, ...admin }, 'admin', { 'x-admin-key': 'admin' }],
  ['a bearer token', bearer, 'none', { authorization }],
  ['a bearer token', bearer, 'api', { authorization }],
  ['a bearer token', bearer, 'admin', { authorization }],
  ['a bearer token and an api key', { ...bearer, ...api }, 'api', { authorization, 'x-api-key': 'api' }],
  ['empty keys', { apiKey: '', adminKey: '', bearerToken: '' }, 'api', {}],
  ['an empty api key and an admin key', { apiKey: '', ...admin }, 'api', { 'x-api-key': 'admin' }],
  ['a key function', { apiKey: async () => 'made' }, 'api', { 'x-api-key': 'made' }],
  ['a key function that has none', { apiKey: () => undefined, ...admin }, 'api', { 'x-api-key': 'admin' }],
])('a client with %s (%o) sends to an endpoint of the kind "%s" just %o', async (_, options, access, expected) => {
  expect(await getKeyHeaders(options, access)).toEqual(expected)
})

test('a key that no header can carry is refused without being quoted, and nothing is sent', async () => {
  const client = createTabbyClient({ baseUrl: server.url, apiKey: 'sk-secret\n1' })
  const error: unknown = await requestJson(client, { path: '/v1/x' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'request_refused' })
  expect(String(error)).not.toContain('secret')
  expect(server.requests).toHaveLength(0)
})

test('a key function is asked once more after a 401, and the request is sent again', async () => {
  const strict = await serveAnswers(({ headers }) =>
    headers['x-api-key'] === 'new'
      ? { headers: { 'content-type': 'application/json' }, body: ['{"ok":true}'] }
      : { status: 401, headers: { 'content-type': 'application/json' }, body: ['{"detail":"Invalid API key"}'] },
  )
  let asked = 0
  const client = createTabbyClient({ baseUrl: strict.url, apiKey: () => (asked++ === 0 ? 'old' : 'new') })
  expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).toEqual({ ok: true })
  expect(strict.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['old', 'new'])
  await strict.close()
})

test('the hooks can tell the request with the new key, which is no attempt of its own', async () => {
  const keys = ['old', 'new']
  const seen: unknown[] = []
  const note = ({ attempt, isKeyRefresh }: { attempt: number; isKeyRefresh?: true }) => {
    seen.push([attempt, isKeyRefresh])
  }
  const { client } = await serveOnce((_, index) => ({ status: [401, 503, 200][index]!, body: ['{}'] }), {
    apiKey: () => keys.shift() ?? 'new',
    onRequest: note,
    onRetry: note,
  })
  await requestJson(client, { path: '/v1/x' })
  expect(seen).toEqual([
    [1, undefined],
    [1, true],
    [1, true],
    [2, undefined],
  ])
})

test.each(['apiKey', 'adminKey', 'bearerToken'] as const)(
  'blanks and a line end around %s are no part of it',
  async (name) => {
    const sent = await getKeyHeaders({ [name]: ' the-key\r\n' }, 'api')
    expect(Object.values(sent)).toEqual([name === 'bearerToken' ? 'Bearer the-key' : 'the-key'])
    expect(await getKeyHeaders({ [name]: async () => 'the-key\n' }, 'api')).toEqual(sent)
  },
)

test.each(['apiKey', 'bearerToken'] as const)(
  '%s that no header can carry, or is no text, is refused by name',
  async (name) => {
    const ask = (key: unknown) =>
      requestJson(createTabbyClient({ baseUrl: server.url, [name]: () => key as string }), { path: '/v1/x' })
    await expect(ask('sk-\u{1f600}')).rejects.toMatchObject({
      message: expect.stringContaining(`The ${name} is not valid`),
    })
    await expect(ask(5)).rejects.toMatchObject({ message: `The function ${name} must return a string` })
    expect(server.requests).toHaveLength(0)
  },
)

test('a 401 is final for a key function that was asked twice, and at once for a fixed key', async () => {
  const closed = await serveAnswers({
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: ['{"detail":"Invalid API key"}'],
  })
  for (const [apiKey, requests] of [
    [() => 'wrong', 2],
    ['wrong', 3],
  ] as const) {
    const client = createTabbyClient({ baseUrl: closed.url, apiKey })
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ code: 'authentication_error' })
    expect(closed.requests).toHaveLength(requests)
  }
  await closed.close()
})

test('a 401 for want of an admin key says so', async () => {
  const closed = await serveAnswers({
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: ['{"detail":"Please provide an admin key"}'],
  })
  const ask = (options: TabbyClientOptions) =>
    requestJson(createTabbyClient({ baseUrl: closed.url, ...options }), {
      path: '/v1/x',
      method: 'POST',
      access: 'admin',
    })
  await expect(ask(api)).rejects.toThrow(
    'POST /v1/x failed with 401: Please provide an admin key ' +
      '(the client has no adminKey; if its apiKey is an admin key, give it as adminKey)',
  )
  await expect(ask({})).rejects.toThrow(/Please provide an admin key \(the client has no adminKey\)$/)
  await expect(ask(admin)).rejects.toThrow(
    /admin key \(the adminKey was sent; the server refuses an API key in its place\)$/,
  )
  await expect(ask({ apiKey: 'same', adminKey: 'same' })).rejects.toThrow(
    /admin key \(apiKey and adminKey are the same: one of them is in the wrong option\)$/,
  )
  await closed.close()
})

test('an admin key in a browser has to be allowed', () => {
  Object.assign(globalThis, { location: { href: 'https://app.example/' } })
  try {
    expect(() => createTabbyClient({ adminKey: 'secret' })).toThrow(
      /^An adminKey in a browser can be read by anyone: leave it out, or set allowAdminKeyInBrowser /,
    )
    expect(createTabbyClient({ adminKey: 'secret', allowAdminKeyInBrowser: true }).baseUrl).toBe(
      'http://127.0.0.1:5000',
    )
    expect(createTabbyClient({ apiKey: 'key' }).baseUrl).toBe('http://127.0.0.1:5000')
  } finally {
    Reflect.deleteProperty(globalThis, 'location')
  }
})

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, so that no key leaves for another origin',
  async (status) => {
    const elsewhere = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{}'] })
    const redirecting = await serveAnswers({ status, headers: { location: `${elsewhere.url}/v1/x` } })
    const client = createTabbyClient({ baseUrl: redirecting.url, ...api, ...bearer })
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toThrow(
      `GET /v1/x failed with ${status}: redirected to ${elsewhere.url}/v1/x`,
    )
    expect(elsewhere.requests).toHaveLength(0)
    await Promise.all([elsewhere.close(), redirecting.close()])
  },
)

test('a key that a gateway repeats in the middle of a stream is taken out of the error too', async () => {
  const body = ['data: {"error":{"message":"bad key secret-api-key of Bearer secret-bearer-token"}}\r\n\r\n']
  const headers = { 'content-type': 'text/event-stream' }
  const keys = { apiKey: 'secret-api-key', bearerToken: 'secret-bearer-token' }
  const { client } = await serveOnce({ headers, body }, keys)
  const stream = await requestStream(client, { path: '/v1/x', body: {} })
  await expect(stream.next()).rejects.toMatchObject({
    message: 'POST /v1/x: the server reported an error in the stream: bad key *** of Bearer ***',
  })
})

test('a key that a gateway repeats is taken out of the error', async () => {
  const echo = await serveAnswers(({ headers }) => ({
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ detail: `${keyHeaders.map((name) => headers[name]).join(' ')} may not` })],
  }))
  const client = createTabbyClient({
    baseUrl: echo.url,
    apiKey: 'secret-1',
    adminKey: 'secret-2',
    bearerToken: 'secret-3',
  })
  const ask = (access: TabbyAccess) => requestJson(client, { path: '/v1/x', access })
  await expect(ask('api')).rejects.toThrow('GET /v1/x failed with 403: ***  Bearer *** may not')
  await expect(ask('admin')).rejects.toThrow('GET /v1/x failed with 403: *** Bearer *** may not')
  await echo.close()
})
