import { createTabbyClient, extendTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, expect, test } from 'vitest'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import { switchSamplerOverride } from './switch-sampler-override.js'
import { unloadSamplerOverride } from './unload-sampler-override.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
afterAll(() => server.close())
const admin = createTabbyClient({ baseUrl: server.url, apiKey, adminKey, retry: false })

test('nothing is in force afterwards, and the name of the preset stays', async () => {
  await switchSamplerOverride(admin, { preset: 'always_short' })
  expect(await unloadSamplerOverride(admin)).toBeUndefined()
  expect(await listSamplerOverrides(admin)).toMatchObject({ selected_preset: 'always_short', overrides: {} })
})

test('it is no error when nothing is in force', async () => {
  await unloadSamplerOverride(admin)
  await expect(unloadSamplerOverride(admin)).resolves.toBeUndefined()
})

test('an api key is not enough, and the error says that there is no admin key', async () => {
  const call = unloadSamplerOverride(extendTabbyClient(admin, { adminKey: undefined }))
  await expect(call).rejects.toMatchObject({
    code: 'authentication_error',
    message: expect.stringMatching(/Please provide an admin key.*the client has no adminKey/s),
  })
})

test.each(['override_unload_ok', 'override_unload_4'])(
  '%s is a POST without a body, answered by nothing',
  async (name) => {
    const seen = await serveRecording(name)
    await expect(unloadSamplerOverride(createTabbyClient({ baseUrl: seen.url, adminKey }))).resolves.toBeUndefined()
    await seen.close()
    expect(seen.requests).toMatchObject([{ method: 'POST', path: '/v1/sampling/override/unload', body: '' }])
  },
)

test('an answer that is not null is an unknown shape', async () => {
  const other = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{"ok":true}'] })
  const call = unloadSamplerOverride(createTabbyClient({ baseUrl: other.url, adminKey }))
  await expect(call).rejects.toMatchObject({ code: 'invalid_response' })
  await other.close()
})
