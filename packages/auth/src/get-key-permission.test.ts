import { createTabbyClient, extendTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { getKeyPermission } from './get-key-permission.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
afterAll(() => server.close())
const client = createTabbyClient({ baseUrl: server.url, apiKey, retry: false })

async function ask(answer: Answer) {
  const served = await serveAnswers(answer)
  const other = createTabbyClient({ baseUrl: served.url, apiKey, adminKey, retry: { delay: () => 1 } })
  const [result] = await Promise.allSettled([getKeyPermission(other)])
  await served.close()
  return { result, requests: served.requests }
}

describe('on the emulator', () => {
  test('an api key may generate', async () => {
    expect(await getKeyPermission(client)).toEqual({ permission: 'api' })
  })

  test('the admin key is the one that is asked about when there are two', async () => {
    expect(await getKeyPermission(extendTabbyClient(client, { adminKey }))).toEqual({ permission: 'admin' })
  })

  test('a bearer token alone is asked about', async () => {
    const bearer = createTabbyClient({ baseUrl: server.url, bearerToken: adminKey })
    expect(await getKeyPermission(bearer)).toEqual({ permission: 'admin' })
  })

  test('a wrong key is an authentication error in the words of the server, without the key', async () => {
    const error = await getKeyPermission(extendTabbyClient(client, { apiKey: 'wrong-key' })).catch(
      (thrown: Error) => thrown,
    )
    expect(error).toMatchObject({
      code: 'authentication_error',
      status: 401,
      message: 'GET /v1/auth/permission failed with 401: Invalid API key',
    })
    expect(JSON.stringify(error)).not.toContain('wrong-key')
  })

  test('no key is an authentication error', async () => {
    const call = getKeyPermission(extendTabbyClient(client, { apiKey: undefined }))
    await expect(call).rejects.toMatchObject({ code: 'authentication_error', detail: 'Please provide an API key' })
  })

  test('without authentication everybody is an admin, with a wrong key too', async () => {
    const open = await listen(createEmulator())
    const stranger = createTabbyClient({ baseUrl: open.url, apiKey: 'wrong-key' })
    expect(await getKeyPermission(stranger)).toEqual({ permission: 'admin' })
    await open.close()
  })

  test('a key that is changed on the server is noticed, and a key function brings the new one', async () => {
    const emulator = createEmulator({ keys: { api: ['old-key'], admin: [adminKey] } })
    const rotating = await listen(emulator)
    const given = ['old-key', 'old-key', 'new-key']
    const other = createTabbyClient({ baseUrl: rotating.url, apiKey: () => given.shift() })
    await getKeyPermission(other)
    emulator.rotateKeys({ api: ['new-key'], admin: [adminKey] })
    expect(await getKeyPermission(other)).toEqual({ permission: 'api' })
    await rotating.close()
  })

  test('an aborted signal rejects with its reason', async () => {
    const reason = new Error('enough')
    await expect(getKeyPermission(client, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('recorded answers', () => {
  test.each([
    ['get_v1_auth_permission__api', 'api'],
    ['get_v1_auth_permission__admin', 'admin'],
    ['nomodel_get_v1_auth_permission__api', 'api'],
    ['noauth_get_v1_auth_permission', 'admin'],
    ['noauth_get_v1_auth_permission__wrongkey', 'admin'],
  ])('%s says %s', async (name, permission) => {
    const { response } = getRecording(name)
    const { result, requests } = await ask({ ...response, body: [response.body] })
    expect(result).toEqual({ status: 'fulfilled', value: { permission } })
    expect(requests[0]!.headers).toMatchObject({ 'x-api-key': adminKey })
    expect(requests[0]!.headers).not.toHaveProperty('x-admin-key')
  })

  test('a second key header that a gateway added is an invalid request', async () => {
    const { response } = getRecording('auth_permission_wrong_admin_header')
    const { result, requests } = await ask({ ...response, body: [response.body] })
    expect(result).toMatchObject({ reason: { code: 'invalid_request', status: 400 } })
    expect(requests).toHaveLength(1)
  })
})

describe('answers that are new', () => {
  const headers = { 'content-type': 'application/json' }

  test('a permission and a field that are not known yet survive', async () => {
    const { result } = await ask({ headers, body: ['{"permission":"guest","more":1}'] })
    expect(result).toMatchObject({ value: { permission: 'guest', more: 1 } })
  })

  test('another shape is an error that names the place', async () => {
    const { result } = await ask({ headers, body: ['{"permission":null}'] })
    expect(result).toMatchObject({ reason: { code: 'invalid_response', paths: ['permission'] } })
  })
})
