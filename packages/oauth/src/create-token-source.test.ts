import { createTabbyClient, isTabbyError, requestJson } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { clientSecret, serveApi, serveProvider } from '../test/serve-provider.js'
import { createTokenSource } from './create-token-source.js'

const path = '/v1/model'
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('500 calls over the lives of tokens that end after 2 s see no 401', async () => {
  const { provider, url, countTokens } = await serveProvider({ ttl: 2 })
  const api = await serveApi(async (token) => (await provider.ClientCredentials.find(token)) !== undefined)
  const bearerToken = createTokenSource({ issuer: url, clientId: 'app', clientSecret })
  const client = createTabbyClient({ baseUrl: api.url, bearerToken, retry: false })
  let left = 500
  const work = async () => {
    while (left-- > 0) {
      await requestJson(client, { path })
      await pause(130)
    }
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: 25 }, work))
  expect(performance.now() - begin).toBeGreaterThan(2000)
  expect(api.tokens).toHaveLength(500)
  expect(api.refused).toEqual([])
  expect(new Set(api.tokens).size).toBe(countTokens())
  expect(countTokens()).toBeGreaterThan(2)
}, 40_000)

test('calls at the same time share one discovery and one request', async () => {
  const { url, paths } = await serveProvider()
  const source = createTokenSource({ issuer: new URL(url), clientId: 'app', clientSecret, scope: 'tabby' })
  const tokens = await Promise.all(Array.from({ length: 20 }, () => source()))
  expect(new Set(tokens).size).toBe(1)
  expect(await source({ refused: false })).toBe(tokens[0])
  expect(paths).toEqual(['/.well-known/openid-configuration', '/token'])
})

test('a refused token is replaced and never handed out again', async () => {
  const { url } = await serveProvider()
  let banned = ''
  const api = await serveApi((token) => {
    banned ||= token
    return token !== banned
  })
  const source = createTokenSource({ issuer: url, clientId: 'app', clientSecret })
  const client = createTabbyClient({ baseUrl: api.url, bearerToken: source, retry: false })
  await requestJson(client, { path })
  await requestJson(client, { path })
  expect(api.tokens.filter((token) => token === banned)).toHaveLength(1)
  expect(new Set(api.tokens).size).toBe(2)
})

const metadata = (issuer: string, more = {}) => ({ issuer, token_endpoint: `${issuer}/token`, ...more })
const json = (value: unknown, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: [JSON.stringify(value)],
})
type Tokens = (count: number) => ReturnType<typeof json>
async function serveTokens(answer: Tokens, more = {}) {
  let count = 0
  let url = ''
  const server = await serveAnswers((request) =>
    request.path.startsWith('/.well-known') ? json(metadata(url, more)) : answer(count++),
  )
  url = server.url
  onTestFinished(() => server.close())
  const asked = () => server.requests.filter(({ path: each }) => each === '/token')
  return { url, asked, source: createTokenSource({ issuer: url, clientId: 'app', clientSecret, audience: 'the-api' }) }
}
const bearer = (token: string, seconds?: number) =>
  json({ access_token: token, token_type: 'Bearer', expires_in: seconds })

test('a refusal of an older token, which arrives late, replaces nothing', async () => {
  let valid = 'token-0'
  const { source, asked } = await serveTokens(() => bearer(valid))
  await source()
  valid = 'token-1'
  const refusal = { refused: true, key: 'token-0' }
  expect(await source(refusal)).toBe('token-1')
  expect(await source(refusal)).toBe('token-1')
  expect(await source()).toBe('token-1')
  expect(asked()).toHaveLength(2)
})

test('a server that gives a refused token again is an error, not a loop', async () => {
  const { source, asked } = await serveTokens(() => bearer('always-the-same'))
  expect(await source()).toBe('always-the-same')
  await expect(source({ refused: true })).rejects.toMatchObject({ code: 'invalid_response' })
  await expect(source()).rejects.toMatchObject({ code: 'invalid_response' })
  expect(asked()).toHaveLength(3)
})

test('a token that lives 100 s is used for 69 s and replaced at 71 s', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const begin = Date.now()
  const { source, asked } = await serveTokens((count) => bearer(`token-${count}`, 100))
  await source()
  vi.setSystemTime(begin + 69_000)
  expect(await source()).toBe('token-0')
  vi.setSystemTime(begin + 71_000)
  expect(await source()).toBe('token-1')
  expect(asked()).toHaveLength(2)
})

test('a short-lived token is not replaced at once, and one without an end is kept', async () => {
  const lives: [number | undefined, number][] = [
    [61, 1],
    [29, 1],
    [undefined, 1],
    [0, 2],
  ]
  for (const [seconds, expected] of lives) {
    const { source, asked } = await serveTokens((count) => bearer(`token-${count}`, seconds))
    await source()
    await source()
    expect([seconds, asked().length]).toEqual([seconds, expected])
  }
})

test('a token that still works is used while the server fails, and afterwards the failure is told', async () => {
  const { source } = await serveTokens((count) => (count ? json({ error: 'server_error' }, 500) : bearer('first', 1)))
  expect(await source()).toBe('first')
  await pause(600)
  expect(await source()).toBe('first')
  await pause(450)
  await expect(source()).rejects.toMatchObject({ code: 'server_error', status: 500 })
})

test('scope, audience and the secret are sent as the server wants them', async () => {
  const { source, asked } = await serveTokens(() => bearer('token'))
  await source()
  expect(asked()[0]).toMatchObject({ headers: { authorization: expect.stringMatching(/^Basic /) } })
  expect(Object.fromEntries(new URLSearchParams(asked()[0]!.body))).toMatchObject({ audience: 'the-api' })
  const other = await serveTokens(() => bearer('token'), {
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  })
  await other.source()
  expect(other.asked()[0]!.headers['authorization']).toBeUndefined()
  expect(Object.fromEntries(new URLSearchParams(other.asked()[0]!.body))).toMatchObject({ client_secret: clientSecret })
})

test('an application may sign with its private key', async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const { url } = await serveProvider({
    keys: [{ ...(await crypto.subtle.exportKey('jwk', publicKey)), alg: 'ES256', use: 'sig' }],
  })
  const source = createTokenSource({ issuer: url, clientId: 'key-app', privateKey })
  expect(await source()).toEqual(expect.any(String))
})

const secretBody = {
  error: 'invalid_client',
  error_description: `bad secret ${clientSecret}`,
  access_token: 'a-private-token',
}
test.each<[string, Tokens, object]>([
  ['rejects', () => json(secretBody, 401), { code: 'permission_error', status: 401 }],
  ['rejects with 400', () => json({ error: 'invalid_scope' }, 400), { code: 'permission_error', status: 400 }],
  ['is busy', () => json({ error: 'slow_down' }, 429), { code: 'rate_limit_exceeded' }],
  ['fails', () => json('a-private-token', 502), { code: 'server_error', status: 502 }],
  ['gives no token', () => json({ token: 'a-private-token' }), { code: 'invalid_response' }],
  [
    'gives no bearer token',
    () => json({ access_token: 'a-private-token', token_type: 'DPoP' }),
    { code: 'invalid_response' },
  ],
])('a token endpoint that %s is an error without secret or token', async (_, answer, expected) => {
  const { source } = await serveTokens(answer)
  const error = await source().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject(expected)
  expect(isTabbyError(error)).toBe(true)
  const { message, stack, cause } = error as Error
  const written = JSON.stringify([error, message, stack, cause ?? null])
  expect([clientSecret, btoa(clientSecret), 'a-private-token'].filter((secret) => written.includes(secret))).toEqual([])
})

test('a server that cannot be reached, or is not the issuer, is told; the next call tries again', async () => {
  const dead = createTokenSource({ issuer: 'http://127.0.0.1:2', clientId: 'app', clientSecret })
  await expect(dead()).rejects.toMatchObject({ code: 'connection_error', reason: 'ECONNREFUSED' })
  await expect(dead()).rejects.toMatchObject({ code: 'connection_error' })
  const { url } = await serveTokens(() => bearer('token'), { issuer: 'http://127.0.0.1:3' })
  const other = createTokenSource({ issuer: url, clientId: 'app', clientSecret })
  await expect(other()).rejects.toMatchObject({ code: 'invalid_response' })
})

const app = { issuer: 'https://login.example.com', clientId: 'app', clientSecret }
test.each<[string, object, string]>([
  ['no issuer', { ...app, issuer: 'login' }, 'issuer must be an address'],
  ['a password in the issuer', { ...app, issuer: 'https://me:secret@a.example' }, 'issuer must not contain'],
  ['another protocol', { ...app, issuer: 'ftp://a.example' }, 'issuer must begin with https://'],
  ['plain http elsewhere', { ...app, issuer: 'http://10.0.0.2' }, 'issuer must begin with https://, or anybody'],
  ['no clientId', { ...app, clientId: '' }, 'clientId must be'],
  ['an empty scope', { ...app, scope: '' }, 'scope must be'],
  ['a wrong audience', { ...app, audience: 1 }, 'audience must be'],
  ['neither secret nor key', { ...app, clientSecret: undefined }, 'exactly one of'],
  ['both', { ...app, privateKey: {} }, 'exactly one of'],
  ['an empty secret', { ...app, clientSecret: '' }, 'clientSecret must be'],
  ['no key', { ...app, clientSecret: undefined, privateKey: 'pem' }, 'privateKey must be'],
  ['a wrong switch', { ...app, allowInsecureIssuer: 'yes' }, 'allowInsecureIssuer must be'],
])('%s is refused', (_, options, sentence) => {
  expect(() => createTokenSource(options as never)).toThrow(`createTokenSource: ${sentence}`)
})

test.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'https://a.example'])(
  '%s is allowed',
  (issuer) => {
    expect(createTokenSource({ ...app, issuer })).toBeTypeOf('function')
    expect(createTokenSource({ ...app, issuer: 'http://10.0.0.2', allowInsecureIssuer: true })).toBeTypeOf('function')
  },
)
