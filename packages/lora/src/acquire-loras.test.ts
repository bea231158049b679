import { createTabbyClient, type TabbyClient, type TabbyError } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getActiveLoras } from './get-active-loras.js'
import { loadLoras } from './load-loras.js'
import { acquireLoras } from './acquire-loras.js'

const settings = { workingLoras: true }
const second = { loras: [{ name: 'second' }] }

const readActive = async (client: TabbyClient) =>
  (await getActiveLoras(client)).data.map(({ id: name, scaling }) => ({ name, scaling }))

/** A server on which one LoRA is loaded, and whose loads go as given, in their order. */
async function serveLoads(card: object, loads: object[]) {
  const server = await serveAnswers(({ method, path }) => {
    const answer = method === 'GET' ? { object: 'list', data: [card] } : path.endsWith('/load') ? loads.shift() : null
    return { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] }
  })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey, retry: false })
  return { client, server, readCalls: () => server.requests.map(({ path, body }) => `${path} ${body}`.trim()) }
}
const card = { id: 'former', object: 'lora', created: 1, owned_by: 'tabbyAPI', scaling: 0.5 }
const loadFormer = '/v1/lora/load {"loras":[{"name":"former","scaling":0.5}]}'

test('the former LoRAs come back with their scalings, also when the block throws', async () => {
  const client = await serveWorld(undefined, settings)
  const former = [
    { name: 'first', scaling: 0.25 },
    { name: 'second', scaling: 2 },
  ]
  await loadLoras(client, { loras: former })
  const block = async () => {
    await using used = await acquireLoras(client, second)
    expect(used).toBeDefined()
    expect(await readActive(client)).toEqual([{ name: 'second', scaling: 1 }])
    throw new Error('of the block')
  }
  await expect(block()).rejects.toThrow('of the block')
  expect(await readActive(client)).toEqual(former)
})

test('where none was loaded, none is afterwards, and it is done once only', async () => {
  const client = await serveWorld(undefined, settings)
  const used = await acquireLoras(client, second)
  expect(await readActive(client)).toHaveLength(1)
  await used[Symbol.asyncDispose]()
  expect(await readActive(client)).toEqual([])
  await loadLoras(client, second)
  await used[Symbol.asyncDispose]()
  expect(await readActive(client)).toHaveLength(1)
})

test('a LoRA that cannot be loaded is an error, and the former ones are restored', async () => {
  const client = await serveWorld(undefined, settings)
  await loadLoras(client, second)
  const call = acquireLoras(client, { loras: [{ name: 'first' }, { name: 'nowhere' }] })
  await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['failure'] })
  await expect(call).rejects.toThrow(/^not loaded: nowhere$/)
  expect(await readActive(client)).toEqual([{ name: 'second', scaling: 1 }])
})

test('a server as it is shipped can use none', async () => {
  await expect(acquireLoras(await serveWorld(), second)).rejects.toThrow(/^not loaded: second$/)
})

test('a former LoRA that has gone meanwhile fails the end of the block by its name', async () => {
  const { client, readCalls } = await serveLoads(card, [
    { success: ['second'], failure: [] },
    { success: [], failure: ['former'] },
  ])
  const used = await acquireLoras(client, second)
  const end = used[Symbol.asyncDispose]()
  await expect(end).rejects.toMatchObject({ name: 'TabbyResponseError', message: 'not restored: former' })
  const loadSecond = `/v1/lora/load ${JSON.stringify(second)}`
  expect(readCalls()).toEqual(['/v1/lora', '/v1/loras', loadSecond, '/v1/lora/unload', loadFormer])
})

test('a failed load whose former LoRA has gone as well tells both', async () => {
  const failed = { success: [], failure: ['second'] }
  const { client } = await serveLoads(card, [failed, { success: [], failure: ['former'] }])
  await expect(acquireLoras(client, second)).rejects.toThrow(/^not loaded: second; not restored: former$/)
})

test('a failed load after which nothing can be restored tells both', async () => {
  const failed = { success: [], failure: ['second'] }
  const { client, server } = await serveLoads(card, [failed])
  const onResponse = ({ path }: { path: string }) => void (path.endsWith('/load') && server.close())
  const error = await acquireLoras(client.extend({ onResponse }), second).catch((reason: TabbyError) => reason)
  expect(error).toMatchObject({
    name: 'TabbyResponseError',
    message: expect.stringMatching(
      /^not loaded: second; and the former LoRAs could not be restored: .*got no response/,
    ),
    restoreError: { code: 'connection_error' },
  })
})

test('a former LoRA of unknown scaling is refused before anything changes', async () => {
  const { client, readCalls } = await serveLoads({ ...card, scaling: null }, [])
  const call = acquireLoras(client, second)
  await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
  await expect(call).rejects.toThrow('acquireLoras could not restore former: the server does not report its scaling')
  expect(readCalls()).toEqual(['/v1/lora'])
})

test('a server that dies inside the block fails its end, and the error of the block is kept', async () => {
  const { client, server } = await serveLoads(card, [{ success: ['second'], failure: [] }])
  const block = async () => {
    await using used = await acquireLoras(client, second)
    await server.close()
    throw new Error(`of the block ${String(used)}`)
  }
  const error = await block().catch((reason: SuppressedError) => reason)
  expect(error).toMatchObject({
    error: { code: 'connection_error' },
    suppressed: { message: 'of the block [object Object]' },
  })
})

test('an api key is not enough, and nothing is loaded onto no model', async () => {
  const asUser = await serveWorld({ apiKey }, settings)
  await expect(acquireLoras(asUser, second)).rejects.toMatchObject({ code: 'authentication_error' })
  const empty = (await serveWorld(undefined, settings, {})).extend({ retry: false })
  await expect(acquireLoras(empty, second)).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an abort before the load changes nothing, and asks nothing', async () => {
  const { client, server } = await serveLoads(card, [])
  await expect(acquireLoras(client, second, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
  expect(server.requests).toEqual([])
})

test('a former LoRA whose folder is not listed is refused before anything changes', async () => {
  const server = await serveAnswers(({ path }) => ({
    headers: { 'content-type': 'application/json' },
    body: [JSON.stringify({ object: 'list', data: path === '/v1/lora' ? [card] : [{ ...card, id: 'other' }] })],
  }))
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey, retry: false })
  const call = acquireLoras(client, second)
  await expect(call).rejects.toMatchObject({ code: 'request_refused', message: /restore former: .* no such folder/ })
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/lora', '/v1/loras'])
})
