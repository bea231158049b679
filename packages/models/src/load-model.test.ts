import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getModel } from './get-model.js'
import { loadModel } from './load-model.js'

test('a load resolves with the card of the model once it is loaded', async () => {
  const client = await serveWorld()
  const model = await loadModel(client, { model_name: 'large', max_seq_len: 2048, cache_size: 4096, cache_mode: '6,6' })
  expect(model).toMatchObject({
    id: 'large',
    alreadyLoaded: false,
    parameters: { max_seq_len: 2048, cache_size: 4096, cache_mode: '6,6' },
  })
  expect(await getModel(client)).toMatchObject({ id: 'large' })
})

test('a load with vision part and draft model reads on after the first part is finished', async () => {
  const client = await serveWorld()
  const model = await loadModel(client, { model_name: 'seeing', draft_model: { draft_model_name: 'draft' } })
  expect(model).toMatchObject({ id: 'seeing', alreadyLoaded: false, parameters: { use_vision: true } })
})

test('loading what is loaded says that the parameters were ignored', async () => {
  const client = await serveWorld()
  const model = await loadModel(client, { model_name: 'small', max_seq_len: 512 })
  expect(model).toMatchObject({ id: 'small', alreadyLoaded: true, parameters: { max_seq_len: 4096 } })
})

test('a model that was loaded by a path is called by its last part', async () => {
  expect(await loadModel(await serveWorld(), { model_name: 'nested/exl3/4.00bpw' })).toMatchObject({ id: '4.00bpw' })
})

test('a load that fails rejects with the words of the server, and says that no model is left', async () => {
  const client = await serveWorld()
  const load = loadModel(client, { model_name: 'too-large' })
  await expect(load).rejects.toMatchObject({ name: 'TabbyStreamError', code: 'stream_error', reason: 'server-error' })
  await expect(load).rejects.toThrow(/CUDA out of memory\. \(no model is loaded now\)$/)
  const partial = await load.catch((error) => error.partial)
  expect(partial).toMatchObject({ model_type: 'model', module: 3, modules: 10, fraction: 0.3, alreadyLoaded: false })
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test.each(['broken', '../loras'])('a load of %s, which is no model, leaves none either', async (name) => {
  const client = await serveWorld()
  await expect(loadModel(client, { model_name: name })).rejects.toThrow(/Failed to load config\.json .*no model is/)
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an unknown name is refused before anything is done: the loaded model stays', async () => {
  const client = await serveWorld()
  await expect(loadModel(client, { model_name: 'nowhere' })).rejects.toMatchObject({
    name: 'TabbyApiError',
    code: 'invalid_request',
    detail: 'Could not find the model path for load. Check model name or config.yml?',
  })
  expect(await getModel(client)).toMatchObject({ id: 'small' })
})

test('a connection that breaks in mid-load is an error, never half a load', async () => {
  const event = 'data: {"model_type":"model","module":1,"modules":5,"status":"processing"}\r\n\r\n'
  const server = await serveAnswers({ body: [event], end: 'destroy' })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const load = loadModel(client, { model_name: 'small' })
  await expect(load).rejects.toMatchObject({ name: 'TabbyStreamError', reason: 'truncated' })
  expect(server.requests).toHaveLength(1)
})

test('an abort ends the waiting with its reason, and the load goes on at the server', async () => {
  const client = await serveWorld()
  const controller = new AbortController()
  const reason = new Error('enough')
  const load = loadModel(client, { model_name: 'large' }, { signal: controller.signal })
  setTimeout(() => controller.abort(reason), 60)
  await expect(load).rejects.toBe(reason)
  await expect
    .poll(() => getModel(client, { retry: false }).catch(() => {}), { timeout: 5000 })
    .toMatchObject({
      id: 'large',
    })
})

test.each([{ adminKey }, { bearerToken: adminKey }])('one key that may do everything is enough: %o', async (keys) => {
  expect(await loadModel(await serveWorld(keys), { model_name: 'seeing' })).toMatchObject({ id: 'seeing' })
})

test('the load is sent with the admin key, and the card is read with the api key', async () => {
  const event = 'data: {"model_type":"model","module":5,"modules":5,"status":"finished"}\r\n\r\n'
  const card = { id: 'small', object: 'model', created: 1, owned_by: 'tabbyAPI' }
  const server = await serveAnswers(({ method }) =>
    method === 'POST'
      ? { body: [event] }
      : { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(card)] },
  )
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, apiKey, adminKey })
  expect(await loadModel(client, { model_name: 'small' })).toEqual({ ...card, alreadyLoaded: false })
  expect(server.requests.map(({ path, headers }) => [path, headers['x-admin-key'], headers['x-api-key']])).toEqual([
    ['/v1/model/load', adminKey, undefined],
    ['/v1/model', undefined, apiKey],
  ])
})
