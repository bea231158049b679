import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { type Provider, serveProvider } from '../test/serve-provider.js'
import { createUserTokenSource } from './create-user-token-source.js'
import type { OAuthTokens } from './oauth-tokens.js'
import { requestDeviceCode } from './request-device-code.js'

/** What the pages of the server do once a person has agreed. */
async function agree(provider: Provider, userCode: string): Promise<void> {
  const scope = 'openid offline_access'
  const code = (await provider.DeviceCode.findByUserCode(userCode.replaceAll('-', ''), {}))!
  const grant = new provider.Grant({ accountId: 'someone', clientId: 'program' })
  grant.addOIDCScope!(scope)
  Object.assign(code, {
    accountId: 'someone',
    grantId: await grant.save(),
    scope,
    authTime: Math.floor(Date.now() / 1000),
  })
  await code.save()
}

test('a person logs in on another device, and the login is refreshed from then on', async () => {
  const { provider, url, countTokens } = await serveProvider({ ttl: 1 })
  const app = { issuer: url, clientId: 'program' }
  const login = await requestDeviceCode({ ...app, scope: 'openid offline_access' })
  expect(login).toMatchObject({ verificationUri: `${url}/device`, userCode: expect.any(String) })
  await agree(provider, login.userCode)
  const tokens = await login.wait()
  expect(tokens).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) })

  const saved: OAuthTokens[] = []
  const source = createUserTokenSource({ ...app, tokens, onTokens: (each) => void saved.push(each) })
  const asked = countTokens()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const refreshed = await Promise.all([source(), source(), source()])
  expect(new Set(refreshed).size).toBe(1)
  expect(refreshed[0]).not.toBe(tokens.accessToken)
  expect(saved.map(({ accessToken }) => accessToken)).toEqual([refreshed[0]])
  expect(countTokens()).toBe(asked + 1)
  const again = await source({ refused: true })
  expect(again).not.toBe(refreshed[0])
})

test('it asks until the person has agreed, and says so when the person declines', async () => {
  const outcomes = ['authorization_pending', '', 'authorization_pending', 'access_denied']
  let url = ''
  const server = await serveAnswers(({ path }) => {
    const outcome = path === '/token' && outcomes.shift()
    const found = { issuer: url, token_endpoint: `${url}/token`, device_authorization_endpoint: `${url}/code` }
    const code = { device_code: 'd', user_code: 'u', verification_uri: `${url}/device`, expires_in: 60, interval: 1 }
    const body = path === '/token' ? { access_token: 'token', token_type: 'bearer' } : path === '/code' ? code : found
    return {
      status: outcome ? 400 : 200,
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify(outcome ? { error: outcome } : body)],
    }
  })
  onTestFinished(() => server.close())
  url = server.url
  const app = { issuer: url, clientId: 'program' }
  const [agreed, declined] = [await requestDeviceCode(app), await requestDeviceCode(app)]
  expect(await agreed.wait()).toMatchObject({ accessToken: 'token' })
  await expect(declined.wait()).rejects.toMatchObject({ code: 'permission_error', detail: 'access_denied' })
  expect(outcomes).toEqual([])
})

/** Serves an authorization server whose code ends after a second, and which breaks the first requests for a token. */
async function serveTokens(broken: number) {
  let asked = 0
  const server = createServer(({ url: path, socket }, response) => {
    if (path === '/token' && ++asked <= broken) return void socket.destroy()
    const found = { issuer: url, token_endpoint: `${url}/token`, device_authorization_endpoint: `${url}/code` }
    const code = { device_code: 'd', user_code: 'u', verification_uri: `${url}/device`, expires_in: 1, interval: 0.1 }
    const token = { access_token: 'token', token_type: 'bearer' }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(path === '/token' ? token : path === '/code' ? code : found))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, countAsked: () => asked }
}

test('a connection that breaks while it waits does not end the login', async () => {
  const { url, countAsked } = await serveTokens(2)
  const login = await requestDeviceCode({ issuer: url, clientId: 'program' })
  expect(await login.wait()).toMatchObject({ accessToken: 'token' })
  expect(countAsked()).toBe(3)
})

test('a connection that stays broken is tried less and less often, and is the error in the end', async () => {
  const { url, countAsked } = await serveTokens(Number.POSITIVE_INFINITY)
  const login = await requestDeviceCode({ issuer: url, clientId: 'program' })
  await expect(login.wait()).rejects.toMatchObject({ code: 'connection_error' })
  expect(countAsked()).toBeGreaterThan(1)
  // With a pause of 0.1 s each it would be about ten times.
  expect(countAsked()).toBeLessThan(5)
})

test('an abort ends the wait with its reason', async () => {
  const { url } = await serveProvider()
  const login = await requestDeviceCode({ issuer: url, clientId: 'program' })
  const controller = new AbortController()
  const wait = login.wait({ signal: controller.signal })
  controller.abort('enough')
  await expect(wait).rejects.toBe('enough')
  await expect(login.wait({ signal: controller.signal })).rejects.toBe('enough')
})

test('an abort ends a request that is not answered', async () => {
  const { url, server } = await serveProvider()
  const login = await requestDeviceCode({ issuer: url, clientId: 'program' })
  server.removeAllListeners('request')
  const asked = new Promise((resolve) => server.once('request', resolve))
  const controller = new AbortController()
  const wait = login.wait({ signal: controller.signal })
  await asked
  controller.abort('enough')
  await expect(wait).rejects.toBe('enough')
})

test.each(['/.well-known/openid-configuration', '/device/auth'])(
  'an abort ends the request for a code that waits for %s, with its reason',
  async (silent) => {
    const { url, server } = await serveProvider()
    const [answer] = server.listeners('request') as [(request: IncomingMessage, response: ServerResponse) => void]
    server.removeAllListeners('request')
    const controller = new AbortController()
    server.on('request', (request, response) => {
      if (request.url === silent) controller.abort('enough')
      else answer(request, response)
    })
    const { signal } = controller
    await expect(requestDeviceCode({ issuer: url, clientId: 'program', signal })).rejects.toBe('enough')
    await expect(requestDeviceCode({ issuer: url, clientId: 'program', signal })).rejects.toBe('enough')
  },
)

test('new tokens are used even if they cannot be saved: the old refresh token is worth nothing any more', async () => {
  let good = 'refresh-0'
  let url = ''
  const server = await serveAnswers(({ path, body }) => {
    const isGood = new URLSearchParams(body).get('refresh_token') === good
    if (path === '/token') good = `${good}0`
    const found = { issuer: url, token_endpoint: `${url}/token` }
    const token = { access_token: `for ${good}`, token_type: 'bearer', refresh_token: good, expires_in: 600 }
    return {
      status: path === '/token' && !isGood ? 400 : 200,
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify(path !== '/token' ? found : isGood ? token : { error: 'invalid_grant' })],
    }
  })
  onTestFinished(() => server.close())
  url = server.url
  const full = new Error('The disk is full')
  const saved: string[] = []
  const source = createUserTokenSource({
    issuer: url,
    clientId: 'program',
    tokens: { accessToken: 'old', refreshToken: 'refresh-0', expiresAt: 1 },
    onTokens({ accessToken }) {
      saved.push(accessToken)
      if (saved.length === 1) throw full
    },
  })
  const outcomes = await Promise.allSettled([source(), source()])
  expect(outcomes.map((each) => each.status === 'rejected' && each.reason)).toEqual([full, full])
  expect(await source()).toBe('for refresh-00')
  expect(await source({ refused: true, key: 'for refresh-00' })).toBe('for refresh-000')
  expect(saved).toEqual(['for refresh-00', 'for refresh-000'])
})

test('a wait that is longer than a timer can be is not a wait of nothing', async () => {
  let url = ''
  const server = await serveAnswers(({ path }) => {
    const found = { issuer: url, token_endpoint: `${url}/token`, device_authorization_endpoint: `${url}/code` }
    const code = { device_code: 'd', user_code: 'u', verification_uri: url, expires_in: 1e12, interval: 1e12 }
    const body = path === '/token' ? { error: 'authorization_pending' } : path === '/code' ? code : found
    return {
      status: path === '/token' ? 400 : 200,
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify(body)],
    }
  })
  onTestFinished(() => server.close())
  url = server.url
  const login = await requestDeviceCode({ issuer: url, clientId: 'program' })
  await expect(login.wait({ signal: AbortSignal.timeout(60) })).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(server.requests.filter(({ path }) => path === '/token')).toHaveLength(1)
})

test('a refresh that is rejected, and a login without a refresh token, are errors without tokens', async () => {
  const { url } = await serveProvider()
  const tokens = { accessToken: 'a-private-token', refreshToken: 'a-private-refresh-token', expiresAt: 1 }
  const source = createUserTokenSource({ issuer: url, clientId: 'program', tokens })
  const error = (await source().catch((thrown: unknown) => thrown)) as Error
  expect(error).toMatchObject({ code: 'permission_error' })
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('a-private')
  const ended = createUserTokenSource({ issuer: url, clientId: 'program', tokens: { accessToken: 'a', expiresAt: 1 } })
  await expect(ended()).rejects.toMatchObject({
    code: 'invalid_response',
    message: expect.stringContaining('log in again'),
  })
  expect(await createUserTokenSource({ issuer: url, clientId: 'program', tokens: { accessToken: 'a' } })()).toBe('a')
})

test('bad options are refused by name', async () => {
  const app = { issuer: 'https://login.example.com', clientId: 'program' }
  await expect(requestDeviceCode({ ...app, clientId: '' })).rejects.toThrow('requestDeviceCode: clientId must be')
  await expect(requestDeviceCode({ ...app, signal: {} as never })).rejects.toThrow('signal must be an AbortSignal')
  expect(() => createUserTokenSource({ ...app, tokens: {} as never })).toThrow('tokens must hold an accessToken')
  const tokens = { accessToken: 'a' }
  expect(() => createUserTokenSource({ ...app, tokens, onTokens: 1 as never })).toThrow('onTokens must be a function')
})
