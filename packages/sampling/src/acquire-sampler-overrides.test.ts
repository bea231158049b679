import { createTabbyClient, requestJson, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { expect, onTestFinished, test } from 'vitest'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import { switchSamplerOverride } from './switch-sampler-override.js'
import { acquireSamplerOverrides } from './acquire-sampler-overrides.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'

async function connect(keys: TabbyClientOptions = { apiKey, adminKey }) {
  const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
  onTestFinished(() => server.close())
  return createTabbyClient({ baseUrl: server.url, retry: false, ...keys })
}

const readOverrides = async (client: TabbyClient) => (await listSamplerOverrides(client)).overrides
const overrides = { top_k: { override: 1, force: true } }

test('the former overrides come back as they were, also when the block throws', async () => {
  const client = await connect()
  const former = { temperature: { override: 0.5, force: true }, stop: { override: ['a'], additive: true } }
  await switchSamplerOverride(client, { overrides: former })
  const before = await readOverrides(client)
  const block = async () => {
    await using used = await acquireSamplerOverrides(client, { overrides })
    expect(used).toBeDefined()
    expect(Object.keys(await readOverrides(client))).toEqual(['top_k'])
    throw new Error('of the block')
  }
  await expect(block()).rejects.toThrow('of the block')
  expect(before).toMatchObject(former)
  expect(await readOverrides(client)).toEqual(before)
})

test('where none were in force, none are afterwards, and it is done once only', async () => {
  const client = await connect()
  const used = await acquireSamplerOverrides(client, { preset: 'safe_defaults' })
  expect(Object.keys(await readOverrides(client))).not.toEqual([])
  await used[Symbol.asyncDispose]()
  expect(await readOverrides(client)).toEqual({})
  await switchSamplerOverride(client, { overrides })
  await used[Symbol.asyncDispose]()
  expect(Object.keys(await readOverrides(client))).toEqual(['top_k'])
})

test('former overrides in the shape that breaks every generation do not come back', async () => {
  const client = await connect()
  const body = { overrides: { temperature: 1.5, top_p: { override: 0.9 }, min_p: { override: null } } }
  await requestJson(client, { path: '/v1/sampling/override/switch', access: 'admin', body })
  const used = await acquireSamplerOverrides(client, { overrides })
  await used[Symbol.asyncDispose]()
  expect(Object.keys(await readOverrides(client))).toEqual(['top_p'])
})

test('what cannot be switched to leaves all as it was', async () => {
  const client = await connect()
  await switchSamplerOverride(client, { overrides })
  const before = await readOverrides(client)
  await expect(acquireSamplerOverrides(client, { preset: 'nowhere' })).rejects.toMatchObject({
    code: 'invalid_request',
  })
  await expect(acquireSamplerOverrides(client, { overrides: {} })).rejects.toMatchObject({ code: 'request_refused' })
  expect(await readOverrides(client)).toEqual(before)
})

test('a server that dies inside the block fails its end, and the error of the block is kept', async () => {
  const server = await listen(createEmulator())
  const client = createTabbyClient({ baseUrl: server.url, retry: false })
  const block = async () => {
    await using used = await acquireSamplerOverrides(client, { overrides })
    await server.close()
    throw new Error(`of the block ${String(used)}`)
  }
  const error = await block().catch((reason: SuppressedError) => reason)
  expect(error).toMatchObject({
    error: { code: 'connection_error' },
    suppressed: { message: 'of the block [object Object]' },
  })
})

test('an api key is not enough', async () => {
  const call = acquireSamplerOverrides(await connect({ apiKey }), { overrides })
  await expect(call).rejects.toMatchObject({ code: 'authentication_error' })
})

test('an abort before the switch changes nothing', async () => {
  const client = await connect()
  const reason = new Error('enough')
  const call = acquireSamplerOverrides(client, { overrides }, { signal: AbortSignal.abort(reason) })
  await expect(call).rejects.toBe(reason)
  expect(await readOverrides(client)).toEqual({})
})
