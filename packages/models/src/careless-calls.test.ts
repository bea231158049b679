import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import {
  acquireModel,
  downloadModel,
  ensureModel,
  getCapacity,
  loadEmbeddingModel,
  loadModel,
  streamModelLoad,
} from './index.js'

/** Nothing listens there: what is refused is refused before anything is sent. */
const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', adminKey: 'an-admin-key', retry: false })

/** What a program without types may give: the compiler refuses it in each of these places. */
const careless = (value: unknown) => value as never

test.each([undefined, null, 'x', 5, []])(
  'parameters that are %o are refused, never a bare TypeError',
  async (params) => {
    const calls = [
      loadModel,
      streamModelLoad,
      loadEmbeddingModel,
      downloadModel,
      ensureModel,
      acquireModel,
      getCapacity,
    ]
    for (const call of calls) {
      await expect((async () => call(client, careless(params)))()).rejects.toMatchObject({
        code: 'request_refused',
        message: expect.stringContaining('the parameters must be an object') as unknown,
      })
    }
  },
)

test('options that are null count as left out', async () => {
  await expect(downloadModel(client, { repo_id: 'a/b' }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
  await expect(ensureModel(client, { model_name: 'a' }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
  await expect(acquireModel(client, { model_name: 'a' }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
})
