import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { listTemplates } from './list-templates.js'
import { switchTemplate } from './switch-template.js'
import { unloadTemplate } from './unload-template.js'

test('an admin key sees every template, an api key the one in use', async () => {
  const client = await serveWorld()
  expect(await listTemplates(client)).toEqual({ object: 'list', data: ['plain', 'other', 'broken'] })
  expect((await listTemplates(client.extend({ adminKey: undefined }))).data).toEqual(['from_tokenizer_config'])
})

test('a template is switched to, with and without its ending, and taken away, twice too', async () => {
  const client = await serveWorld()
  const asUser = client.extend({ adminKey: undefined })
  expect(await switchTemplate(client, { prompt_template_name: 'plain' })).toBeUndefined()
  expect((await listTemplates(asUser)).data).toEqual(['plain'])
  expect(await switchTemplate(client, { prompt_template_name: 'other.jinja' })).toBeUndefined()
  expect((await listTemplates(asUser)).data).toEqual(['other'])
  expect(await unloadTemplate(client)).toBeUndefined()
  expect(await unloadTemplate(client)).toBeUndefined()
  expect((await listTemplates(asUser)).data).toEqual([])
})

test.each(['nowhere', 'broken'])('a switch to %s is a server error, and the template in use stays', async (name) => {
  const client = await serveWorld()
  await expect(switchTemplate(client, { prompt_template_name: name })).rejects.toMatchObject({
    code: 'server_error',
    status: 500,
    message: 'POST /v1/template/switch failed with 500: Internal Server Error',
  })
  expect((await listTemplates(client.extend({ adminKey: undefined }))).data).toEqual(['from_tokenizer_config'])
})

test('without a model there is nothing to switch', async () => {
  const client = await serveWorld(undefined, {})
  const expected = { code: 'no_model_loaded', status: 503 }
  await expect(switchTemplate(client, { prompt_template_name: 'plain' })).rejects.toMatchObject(expected)
  await expect(unloadTemplate(client)).rejects.toMatchObject(expected)
  expect((await listTemplates(client)).data).toHaveLength(3)
})

test('an api key can neither switch nor unload, and nothing is listed without a key', async () => {
  const client = await serveWorld({ apiKey })
  const words =
    'Please provide an admin key (the client has no adminKey; if its apiKey is an admin key, give it as adminKey)'
  const params = { prompt_template_name: 'plain' }
  await expect(switchTemplate(client, params)).rejects.toMatchObject({ code: 'authentication_error' })
  await expect(switchTemplate(client, params)).rejects.toThrow(words)
  await expect(unloadTemplate(client)).rejects.toThrow(words)
  const stranger = client.extend({ apiKey: undefined })
  await expect(listTemplates(stranger)).rejects.toMatchObject({ code: 'authentication_error' })
})

test('a missing name is refused with its field', async () => {
  await expect(switchTemplate(await serveWorld(), {} as never)).rejects.toMatchObject({
    code: 'validation_error',
    issues: [{ type: 'missing', loc: ['body', 'prompt_template_name'] }],
  })
})

test('undefined is left out, new fields are sent, with the admin key; a failure is not repeated', async () => {
  const server = await serveAnswers({ status: 503, headers: { 'content-type': 'application/json' }, body: ['{}'] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, apiKey, adminKey })
  const params = { prompt_template_name: 'plain', new_field: null, left_out: undefined }
  await expect(switchTemplate(client, params)).rejects.toMatchObject({ status: 503 })
  await expect(unloadTemplate(client)).rejects.toMatchObject({ status: 503 })
  expect(server.requests.map(({ path, body }) => [path, body])).toEqual([
    ['/v1/template/switch', '{"prompt_template_name":"plain","new_field":null}'],
    ['/v1/template/unload', ''],
  ])
  for (const { headers } of server.requests) expect(headers).toMatchObject({ 'x-admin-key': adminKey })
})

test('an abort rejects with the reason of the signal', async () => {
  const client = await serveWorld()
  const signal = AbortSignal.abort('enough')
  await expect(listTemplates(client, { signal })).rejects.toBe('enough')
  await expect(switchTemplate(client, { prompt_template_name: 'plain' }, { signal })).rejects.toBe('enough')
  await expect(unloadTemplate(client, { signal })).rejects.toBe('enough')
})
