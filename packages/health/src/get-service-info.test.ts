import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording, serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { getServiceInfo } from './get-service-info.js'

test('the emulator says that it is TabbyAPI, without a key', async () => {
  const server = await listen(createEmulator({ keys: { api: ['api-key-for-tests'], admin: ['admin-key-for-tests'] } }))
  const { software, api } = await getServiceInfo(createTabbyClient({ baseUrl: server.url }))
  await server.close()
  expect(software.name).toBe('TabbyAPI')
  expect(api['openai']?.relative_url).toBe('/v1')
})

test.each(['get_.well-known_serviceinfo__noauth', 'oaionly_serviceinfo_still_says_kobold'])(
  '%s is read whole',
  async (name) => {
    const served = await serveRecording(name)
    const info = await getServiceInfo(createTabbyClient({ baseUrl: served.url, apiKey: 'api-key-for-tests' }))
    await served.close()
    expect(info).toEqual(JSON.parse(getRecording(name).response.body))
    expect(info.api['koboldai']).toBeDefined()
    expect(served.requests[0]!.headers).not.toHaveProperty('x-api-key')
  },
)

test('fields that are new survive, and what may be missing may be missing or null', async () => {
  const body =
    '{"version":2,"software":{"name":"x","homepage":null,"more":1},"api":{"y":{"name":"Y","relative_url":"/y"}}}'
  const served = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [body] })
  expect(await getServiceInfo(createTabbyClient({ baseUrl: served.url }))).toEqual(JSON.parse(body))
  await served.close()
})

test('another program at that address is not_found', async () => {
  const served = await serveAnswers({ status: 404, headers: { 'content-type': 'text/html' }, body: ['<h1>No</h1>'] })
  const call = getServiceInfo(createTabbyClient({ baseUrl: served.url }))
  await expect(call).rejects.toMatchObject({ code: 'not_found', status: 404 })
  await served.close()
})
