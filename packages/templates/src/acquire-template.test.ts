import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { listTemplates } from './list-templates.js'
import { switchTemplate } from './switch-template.js'
import { unloadTemplate } from './unload-template.js'
import { acquireTemplate } from './acquire-template.js'

const plain = { prompt_template_name: 'plain' }
const other = { prompt_template_name: 'other.jinja' }

const readInUse = async (client: TabbyClient) => (await listTemplates(client.extend({ adminKey: undefined }))).data

test('the former template comes back, also when the block throws', async () => {
  const client = await serveWorld()
  await switchTemplate(client, plain)
  const block = async () => {
    await using used = await acquireTemplate(client, other)
    expect(used).toBeDefined()
    expect(await readInUse(client)).toEqual(['other'])
    throw new Error('of the block')
  }
  await expect(block()).rejects.toThrow('of the block')
  expect(await readInUse(client)).toEqual(['plain'])
})

test('where none was used, none is afterwards, and it is done once only', async () => {
  const client = await serveWorld()
  await unloadTemplate(client)
  const used = await acquireTemplate(client, plain)
  expect(await readInUse(client)).toEqual(['plain'])
  await used[Symbol.asyncDispose]()
  expect(await readInUse(client)).toEqual([])
  await switchTemplate(client, other)
  await used[Symbol.asyncDispose]()
  expect(await readInUse(client)).toEqual(['other'])
})

test("the model's own template is no file: it is refused before anything changes", async () => {
  const paths: string[] = []
  const client = (await serveWorld()).extend({ onRequest: ({ path }) => void paths.push(path) })
  const call = acquireTemplate(client, plain)
  await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
  await expect(call).rejects.toThrow(
    'the template in use (from_tokenizer_config): it is not a file of the template directory',
  )
  expect(paths).toEqual(['/v1/model', '/v1/templates'])
  expect(await readInUse(client)).toEqual(['from_tokenizer_config'])
})

test('so it was recorded: the card names the template, and the list of files does not have it', () => {
  const readBody = (name: string) => JSON.parse(getRecording(name).response.body)
  const { prompt_template: name } = readBody('get_v1_model__admin').parameters
  expect(name).toBe('from_tokenizer_config')
  expect(readBody('template_list_admin').data).not.toContain(name)
})

test.each(['nowhere', 'broken'])('a switch to %s changes nothing', async (name) => {
  const client = await serveWorld()
  await switchTemplate(client, plain)
  const call = acquireTemplate(client, { prompt_template_name: name })
  await expect(call).rejects.toMatchObject({ code: 'server_error', status: 500 })
  expect(await readInUse(client)).toEqual(['plain'])
})

/** A server on which the template `former` is used, and whose switches end with these states. */
async function serveSwitches(...states: number[]) {
  const server = await serveAnswers(({ path }) => {
    const model = { parameters: { prompt_template: 'former' } }
    const list = { object: 'list', data: ['former', 'plain'] }
    const answer = path === '/v1/model' ? model : path === '/v1/templates' ? list : null
    const status = answer ? 200 : states.shift()!
    return { status, headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] }
  })
  onTestFinished(() => server.close())
  return { client: createTabbyClient({ baseUrl: server.url, adminKey, retry: false }), server }
}

test('a former file that was deleted meanwhile fails the end of the block', async () => {
  const { client, server } = await serveSwitches(200, 500)
  const used = await acquireTemplate(client, plain)
  await expect(used[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'server_error' })
  expect(server.requests.at(-1)).toMatchObject({
    path: '/v1/template/switch',
    body: '{"prompt_template_name":"former"}',
  })
})

test('a server that dies inside the block fails its end, and the error of the block is kept', async () => {
  const { client, server } = await serveSwitches(200)
  const block = async () => {
    await using used = await acquireTemplate(client, plain)
    await server.close()
    throw new Error(`of the block ${String(used)}`)
  }
  const error = await block().catch((reason: SuppressedError) => reason)
  expect(error).toMatchObject({
    error: { code: 'connection_error' },
    suppressed: { message: 'of the block [object Object]' },
  })
})

test('an api key is not enough, and without a model there is nothing to switch', async () => {
  await expect(acquireTemplate(await serveWorld({ apiKey }), plain)).rejects.toMatchObject({
    code: 'authentication_error',
  })
  const empty = (await serveWorld(undefined, {})).extend({ retry: false })
  await expect(acquireTemplate(empty, plain)).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an abort before the switch changes nothing, and asks nothing', async () => {
  const { client, server } = await serveSwitches()
  await expect(acquireTemplate(client, plain, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
  expect(server.requests).toEqual([])
})

test.each(['{}', '[]', '{"parameters":null}', '{"parameters":{}}'])(
  'a card of %s does not say what would have to be restored: it is refused before anything changes',
  async (body) => {
    const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [body] })
    onTestFinished(() => server.close())
    const call = acquireTemplate(createTabbyClient({ baseUrl: server.url, adminKey, retry: false }), plain)
    await expect(call).rejects.toMatchObject({ code: 'request_refused', message: /could not restore the template/ })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
  },
)
