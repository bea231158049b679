import { expect, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getModel } from './get-model.js'
import { streamModelLoad } from './stream-model-load.js'
import { unloadModel } from './unload-model.js'

test.each([{ apiKey }, { adminKey }, { bearerToken: apiKey }])('the card is shown to each key: %o', async (keys) => {
  const card = await getModel(await serveWorld(keys))
  expect(card).toMatchObject({ id: 'small', object: 'model', owned_by: 'tabbyAPI', logging: null })
  expect(card.parameters).toMatchObject({ max_seq_len: 4096, cache_size: 4096, chunk_size: 2048, use_vision: false })
  expect(card.parameters).toMatchObject({ prompt_template: null, draft: null })
})

test('without a loaded model it is no_model_loaded', async () => {
  const client = await serveWorld()
  await unloadModel(client)
  await expect(getModel(client)).rejects.toMatchObject({
    code: 'no_model_loaded',
    status: 503,
    detail: 'No models are currently loaded.',
  })
})

test('while a load is running no model is loaded', async () => {
  const client = await serveWorld()
  const load = await streamModelLoad(client, { model_name: 'large' })
  await load.next()
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
  await load.cancel()
})

test('a wrong key is an authentication error', async () => {
  const client = await serveWorld({ apiKey: 'wrong' })
  await expect(getModel(client)).rejects.toMatchObject({ code: 'authentication_error', detail: 'Invalid API key' })
})

test('an abort rejects with the reason of the signal', async () => {
  const reason = new Error('enough')
  const client = await serveWorld()
  await expect(getModel(client, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
