import { expect, test } from 'vitest'
import { serveWorld } from '../test/serve-world.js'
import { getModelProps } from './get-model-props.js'
import { loadModel } from './load-model.js'
import { unloadModel } from './unload-model.js'

test('slots, template and context are those of the loaded model', async () => {
  const client = await serveWorld()
  await loadModel(client, { model_name: 'large', max_seq_len: 2048 })
  expect(await getModelProps(client)).toEqual({
    total_slots: 128,
    chat_template: '',
    default_generation_settings: { n_ctx: 2048 },
  })
})

test('without a loaded model it is no_model_loaded', async () => {
  const client = await serveWorld()
  await unloadModel(client)
  await expect(getModelProps(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('it needs a key', async () => {
  await expect(getModelProps(await serveWorld({}))).rejects.toMatchObject({ code: 'authentication_error' })
})
