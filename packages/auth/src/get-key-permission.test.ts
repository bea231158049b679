import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { afterAll, expect, test } from 'vitest'
import { getKeyPermission } from './get-key-permission.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
afterAll(() => server.close())

test('an api key may generate', async () => {
  const client = createTabbyClient({ baseUrl: server.url, apiKey })
  expect(await getKeyPermission(client)).toEqual({ permission: 'api' })
})

test('the admin key is the one that is asked about when there are two', async () => {
  const client = createTabbyClient({ baseUrl: server.url, apiKey, adminKey })
  expect(await getKeyPermission(client)).toEqual({ permission: 'admin' })
})

test('a wrong key is an authentication error in the server\'s words, without the key', async () => {
  const client = createTabbyClient({ baseUrl: server.url, apiKey: 'wrong-key' })
  await expect(getKeyPermission(client)).rejects.toMatchObject({
    code: 'authentication_error',
    status: 401,
    message: 'GET /v1/auth/permission failed with 401: Invalid API key',
  })
})
