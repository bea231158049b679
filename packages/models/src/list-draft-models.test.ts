import { expect, test } from 'vitest'
import { serveWorld } from '../test/serve-world.js'
import { listDraftModels } from './list-draft-models.js'
import { loadModel } from './load-model.js'

test('an admin key sees every draft model, an api key the loaded one', async () => {
  const client = await serveWorld()
  const asUser = client.extend({ adminKey: undefined })
  expect((await listDraftModels(client)).data).toMatchObject([{ id: 'draft', object: 'model' }])
  expect((await listDraftModels(asUser)).data).toEqual([])
  await loadModel(client, { model_name: 'large', draft_model: { draft_model_name: 'draft' } })
  expect((await listDraftModels(asUser)).data).toMatchObject([{ id: 'draft' }])
})

test('it needs a key', async () => {
  await expect(listDraftModels(await serveWorld({}))).rejects.toMatchObject({ code: 'authentication_error' })
})
