import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getEmbeddingModel } from './get-embedding-model.js'
import { getModel } from './get-model.js'
import { listEmbeddingModels } from './list-embedding-models.js'
import { loadEmbeddingModel } from './load-embedding-model.js'
import { unloadEmbeddingModel } from './unload-embedding-model.js'

test('an embedding model is unloaded and loaded again, beside the main model', async () => {
  const client = await serveWorld()
  expect(await getEmbeddingModel(client)).toMatchObject({ id: 'embedder', parameters: null })
  expect(await unloadEmbeddingModel(client)).toBeUndefined()
  await expect(getEmbeddingModel(client, { retry: false })).rejects.toMatchObject({
    code: 'no_model_loaded',
    detail: 'No embedding models are currently loaded.',
  })
  await expect(unloadEmbeddingModel(client)).rejects.toMatchObject({ code: 'no_model_loaded', status: 503 })
  expect(await loadEmbeddingModel(client, { embedding_model_name: 'embedder', embeddings_device: 'cpu' })).toEqual({
    model_type: 'embedding_model',
    module: 1,
    modules: 1,
    status: 'finished',
  })
  expect(await getEmbeddingModel(client)).toMatchObject({ id: 'embedder' })
  expect(await getModel(client)).toMatchObject({ id: 'small' })
})

test('an admin key sees every embedding model, an api key the loaded one', async () => {
  const client = await serveWorld()
  const asUser = client.extend({ adminKey: undefined })
  expect((await listEmbeddingModels(client)).data.map(({ id }) => id)).toEqual(['embedder', 'broken-embedder'])
  expect((await listEmbeddingModels(asUser)).data.map(({ id }) => id)).toEqual(['embedder'])
  await unloadEmbeddingModel(client)
  expect((await listEmbeddingModels(asUser)).data).toEqual([])
})

test.each([
  ['the loaded one', 'embedder', 'Embeddings model "embedder" is already loaded! Aborting.'],
  ['an unknown one', 'nowhere', 'Could not find the embedding model path for load. Check model name or config.yml?'],
])('loading %s again is refused', async (_title, name, detail) => {
  const load = loadEmbeddingModel(await serveWorld(), { embedding_model_name: name })
  await expect(load).rejects.toMatchObject({ code: 'invalid_request', status: 400, detail })
})

test('a model that cannot be loaded leaves none loaded', async () => {
  const client = await serveWorld()
  const load = loadEmbeddingModel(client, { embedding_model_name: 'broken-embedder' })
  await expect(load).rejects.toMatchObject({ code: 'invalid_request', detail: expect.stringContaining('weights') })
  await expect(getEmbeddingModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an api key can neither load nor unload', async () => {
  const client = await serveWorld({ apiKey })
  const words =
    'Please provide an admin key (the client has no adminKey; if its apiKey is an admin key, give it as adminKey)'
  await expect(loadEmbeddingModel(client, { embedding_model_name: 'embedder' })).rejects.toThrow(words)
  await expect(unloadEmbeddingModel(client)).rejects.toThrow(words)
})

test('a missing name is refused with its field', async () => {
  await expect(loadEmbeddingModel(await serveWorld(), {} as never)).rejects.toMatchObject({
    code: 'validation_error',
    issues: [{ type: 'missing', loc: ['body', 'embedding_model_name'] }],
  })
})

test('undefined is left out, other fields are sent as they are, and the load has no time limit', async () => {
  const body = JSON.stringify({ module: 1, modules: 1, status: 'finished' })
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [150, body] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey, timeout: { read: 50, change: 50 } })
  const params = { embedding_model_name: 'embedder', embeddings_device: undefined, new_field: false }
  expect(await loadEmbeddingModel(client, params)).toEqual(JSON.parse(body))
  expect(JSON.parse(server.requests[0]!.body)).toEqual({ embedding_model_name: 'embedder', new_field: false })
})

test('an abort rejects with the reason of the signal', async () => {
  const client = await serveWorld()
  const signal = AbortSignal.abort('enough')
  await expect(loadEmbeddingModel(client, { embedding_model_name: 'embedder' }, { signal })).rejects.toBe('enough')
  await expect(unloadEmbeddingModel(client, { signal })).rejects.toBe('enough')
  await expect(getEmbeddingModel(client, { signal })).rejects.toBe('enough')
  await expect(listEmbeddingModels(client, { signal })).rejects.toBe('enough')
})
