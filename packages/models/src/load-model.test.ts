import { expect, test } from 'vitest'
import { serveWorld } from '../test/serve-world.js'
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
  expect((await getModel(client)).id).toBe('large')
})

test('a load that fails rejects with the words of the server, and says that no model is left', async () => {
  const client = await serveWorld()
  await expect(loadModel(client, { model_name: 'too-large' })).rejects.toMatchObject({
    name: 'TabbyStreamError',
    reason: 'server-error',
    message: expect.stringMatching(/CUDA out of memory\. \(no model is loaded now\)$/),
    partial: { model_type: 'model', module: 3, modules: 10, status: 'processing', fraction: 0.3 },
  })
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})
