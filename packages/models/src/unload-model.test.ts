import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getModel } from './get-model.js'
import { unloadModel } from './unload-model.js'

test('it resolves with nothing, and no model is loaded any more', async () => {
  const client = await serveWorld()
  expect(await unloadModel(client)).toBeUndefined()
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('a second time there is nothing to unload', async () => {
  const client = await serveWorld()
  await unloadModel(client)
  await expect(unloadModel(client)).rejects.toMatchObject({ code: 'no_model_loaded', status: 503 })
})

test.each([
  [
    'an api key alone',
    { apiKey },
    'Please provide an admin key',
    / \(the client has no adminKey; if its apiKey is an admin key, give it as adminKey\)$/,
  ],
  [
    'a wrong admin key',
    { adminKey: 'wrong' },
    'Invalid admin key',
    /Invalid admin key \(the adminKey was sent; the server refuses an API key in its place\)$/,
  ],
])('%s cannot unload', async (_title, keys, detail, message) => {
  const client = await serveWorld(keys)
  await expect(unloadModel(client)).rejects.toMatchObject({ code: 'authentication_error', detail })
  await expect(unloadModel(client)).rejects.toThrow(message)
})

test('the key is the admin key, there is no body, and a failure is not repeated', async () => {
  const server = await serveAnswers({ status: 503, headers: { 'content-type': 'application/json' }, body: ['{}'] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, apiKey, adminKey })
  await expect(unloadModel(client)).rejects.toMatchObject({ status: 503 })
  const [request] = server.requests
  expect(server.requests).toHaveLength(1)
  expect(request).toMatchObject({ method: 'POST', body: '', headers: { 'x-admin-key': adminKey } })
  expect(request?.headers).not.toHaveProperty('x-api-key')
})

test('an abort rejects with the reason of the signal', async () => {
  const client = await serveWorld()
  await expect(unloadModel(client, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
  expect(await getModel(client)).toMatchObject({ id: 'small' })
})
