import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getActiveLoras } from './get-active-loras.js'
import { listLoras } from './list-loras.js'
import { loadLoras } from './load-loras.js'
import { unloadLoras } from './unload-loras.js'

const two = { loras: [{ name: 'first', scaling: 0.5 }, { name: 'nowhere' }] }

test('a server as it is shipped loads no LoRA at all, and says so in failure', async () => {
  const client = await serveWorld()
  expect(await loadLoras(client, two)).toEqual({ success: [], failure: ['first', 'nowhere'] })
  expect(await getActiveLoras(client)).toEqual({ object: 'list', data: [] })
})

test('a server that can load them tells which were loaded, with their scaling, until they are unloaded', async () => {
  const client = await serveWorld(undefined, { workingLoras: true })
  expect(await loadLoras(client, two)).toEqual({ success: ['first'], failure: ['nowhere'] })
  expect((await getActiveLoras(client)).data).toMatchObject([{ id: 'first', object: 'lora', scaling: 0.5 }])
  expect((await listLoras(client.extend({ adminKey: undefined }))).data).toMatchObject([{ id: 'first' }])
  expect(await unloadLoras(client)).toBeUndefined()
  expect((await getActiveLoras(client)).data).toEqual([])
})

test('an admin key sees every folder, an api key only what is loaded', async () => {
  const client = await serveWorld()
  expect((await listLoras(client)).data).toMatchObject([{ id: 'first', scaling: null }, { id: 'second' }])
  expect((await listLoras(client.extend({ adminKey: undefined }))).data).toEqual([])
})

test('unloading succeeds when none is loaded', async () => {
  expect(await unloadLoras(await serveWorld())).toBeUndefined()
})

test('an empty list is refused', async () => {
  await expect(loadLoras(await serveWorld(), { loras: [] })).rejects.toMatchObject({
    code: 'invalid_request',
    status: 400,
    detail: 'List of loras to load is not found.',
  })
})

test('a LoRA without a name is refused with its place', async () => {
  await expect(loadLoras(await serveWorld(), { loras: [{ scaling: 1 }] } as never)).rejects.toMatchObject({
    code: 'validation_error',
    issues: [{ type: 'missing', loc: ['body', 'loras', 0, 'name'] }],
  })
})

test('without a model there is nothing to load onto', async () => {
  const client = (await serveWorld(undefined, {}, {})).extend({ retry: false })
  const expected = { code: 'no_model_loaded', status: 503 }
  await expect(loadLoras(client, two)).rejects.toMatchObject(expected)
  await expect(unloadLoras(client)).rejects.toMatchObject(expected)
  await expect(getActiveLoras(client)).rejects.toMatchObject(expected)
  expect((await listLoras(client)).data).toHaveLength(2)
})

test('an api key can neither load nor unload, and nothing is read without a key', async () => {
  const client = await serveWorld({ apiKey })
  const words =
    'Please provide an admin key (the client has no adminKey; if its apiKey is an admin key, give it as adminKey)'
  await expect(loadLoras(client, two)).rejects.toMatchObject({ code: 'authentication_error' })
  await expect(loadLoras(client, two)).rejects.toThrow(words)
  await expect(unloadLoras(client)).rejects.toThrow(words)
  const stranger = client.extend({ apiKey: undefined })
  await expect(listLoras(stranger)).rejects.toMatchObject({ code: 'authentication_error' })
  await expect(getActiveLoras(stranger)).rejects.toMatchObject({ code: 'authentication_error' })
})

test('undefined, and a null skip_queue, are left out; zero, false, other nulls and new fields are sent', async () => {
  const answer = { headers: { 'content-type': 'application/json' }, body: ['{"success":[],"failure":[]}'] }
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const loras = [
    { name: 'first', scaling: 0 },
    { name: 'second', scaling: null },
  ]
  await loadLoras(client, { loras, skip_queue: null as never, extra: { new_field: null, left_out: undefined } })
  await loadLoras(client, { loras, skip_queue: false })
  expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
    { loras, new_field: null },
    { loras, skip_queue: false },
  ])
  expect(server.requests[0]?.headers).toMatchObject({ 'x-admin-key': adminKey })
})

test('a load takes as long as it takes, and is not repeated', async () => {
  const answer = { status: 503, headers: { 'content-type': 'application/json' }, body: [150, '{"detail":"busy"}'] }
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey, timeout: { read: 50, change: 50 } })
  await expect(loadLoras(client, two)).rejects.toMatchObject({ status: 503 })
  expect(server.requests).toHaveLength(1)
})

test('an abort rejects with the reason of the signal', async () => {
  const client = await serveWorld()
  const signal = AbortSignal.abort('enough')
  await expect(listLoras(client, { signal })).rejects.toBe('enough')
  await expect(getActiveLoras(client, { signal })).rejects.toBe('enough')
  await expect(loadLoras(client, two, { signal })).rejects.toBe('enough')
  await expect(unloadLoras(client, { signal })).rejects.toBe('enough')
})
