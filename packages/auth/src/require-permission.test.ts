import { createTabbyClient, isTabbyError, requestJson, type TabbyClientOptions } from '@tabby/core'
import { createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { requirePermission } from './require-permission.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server: EmulatorOptions = { keys: { api: [apiKey], admin: [adminKey] } }

async function connect(keys: TabbyClientOptions, options = server) {
  const { url, close } = await listen(createEmulator(options))
  onTestFinished(close)
  return createTabbyClient({ baseUrl: url, retry: false, ...keys })
}

test.each([{ apiKey }, { adminKey }, { apiKey, adminKey }, { bearerToken: apiKey }])(
  '%o may generate',
  async (keys) => {
    await expect(requirePermission(await connect(keys), { permission: 'api' })).resolves.toBeUndefined()
  },
)

test.each([{ adminKey }, { apiKey, adminKey }, { bearerToken: adminKey }])('%o may load', async (keys) => {
  await expect(requirePermission(await connect(keys), { permission: 'admin' })).resolves.toBeUndefined()
})

test.each([{}, { permission: 'root' }, { permission: true }, undefined, null])(
  '%j is no permission, and is refused before a request',
  async (params) => {
    const paths: string[] = []
    const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:9', onRequest: ({ path }) => void paths.push(path) })
    await expect(requirePermission(client, params as never)).rejects.toMatchObject({
      code: 'request_refused',
      message: "requirePermission: permission must be 'api' or 'admin'",
    })
    expect(paths).toEqual([])
  },
)

test.each([{ apiKey }, { bearerToken: apiKey }])('%o may not load', async (keys) => {
  const error = await requirePermission(await connect(keys), { permission: 'admin' }).catch((thrown) => thrown)
  expect(isTabbyError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'permission_error', message: 'the key may do api, and admin is needed' })
  expect(JSON.stringify(error)).not.toContain(apiKey)
})

test('an admin key in the place of the api key is no adminKey, and the error says so', async () => {
  const client = await connect({ apiKey: adminKey })
  await requirePermission(client, { permission: 'api' })
  await expect(requirePermission(client, { permission: 'admin' })).rejects.toMatchObject({
    code: 'authentication_error',
    message: expect.stringMatching(
      /Please provide an admin key \(the client has no adminKey; if its apiKey is an admin key, give it as adminKey\)$/,
    ),
  })
})

test('a wrong api key is seen beside a good admin key, for it is the one that generates', async () => {
  const client = await connect({ apiKey: 'wrong-key', adminKey })
  await requirePermission(client, { permission: 'admin' })
  await expect(requirePermission(client, { permission: 'api' })).rejects.toMatchObject({
    code: 'authentication_error',
  })
})

test('an unknown permission is not enough for either', async () => {
  const body = ['{"permission":"guest"}']
  const served = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
  onTestFinished(served.close)
  const client = createTabbyClient({ baseUrl: served.url, apiKey })
  for (const permission of ['api', 'admin'] as const) {
    await expect(requirePermission(client, { permission })).rejects.toMatchObject({ code: 'permission_error' })
  }
})

test.each(['api', 'admin'] as const)(
  'a wrong key is an authentication error where %s is needed',
  async (permission) => {
    const client = await connect({ apiKey: 'wrong-key' })
    await expect(requirePermission(client, { permission })).rejects.toMatchObject({
      code: 'authentication_error',
      detail: 'Invalid API key',
    })
  },
)

test('without authentication everybody may do everything', async () => {
  const client = await connect({ apiKey: 'wrong-key' }, {})
  await expect(requirePermission(client, { permission: 'admin' })).resolves.toBeUndefined()
})

test('asking changes nothing on the server', async () => {
  const client = await connect({ adminKey })
  const read = () => requestJson(client, { path: '/v1/sampling/overrides', access: 'list' })
  await requestJson(client, {
    path: '/v1/sampling/override/switch',
    access: 'admin',
    body: { preset: 'safe_defaults' },
  })
  const before = await read()
  await requirePermission(client, { permission: 'admin' })
  expect(before).toMatchObject({ selected_preset: 'safe_defaults' })
  expect(await read()).toEqual(before)
})

test('the recorded answers of the real server let an admin pass, with one question for each gate', async () => {
  const [permission, gate] = ['get_v1_auth_permission__admin', 'override_switch_empty_dict'].map((name) => {
    const { response } = getRecording(name)
    return { ...response, body: [response.body] }
  })
  expect(gate).toMatchObject({ status: 400 })
  const served = await serveAnswers(({ method }) => (method === 'GET' ? permission! : gate!))
  onTestFinished(served.close)
  await requirePermission(createTabbyClient({ baseUrl: served.url, adminKey }), { permission: 'admin' })
  expect(served.requests.map(({ path, headers }) => [path, headers['x-admin-key'], headers['x-api-key']])).toEqual([
    ['/v1/auth/permission', undefined, adminKey],
    ['/v1/sampling/override/switch', adminKey, undefined],
  ])
})

test('an aborted signal rejects with its reason', async () => {
  const reason = new Error('enough')
  const call = requirePermission(
    await connect({ apiKey }),
    { permission: 'api' },
    { signal: AbortSignal.abort(reason) },
  )
  await expect(call).rejects.toBe(reason)
})
