import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { serveWorld } from '../test/serve-world.js'
import { getCapacity } from './get-capacity.js'
import { unloadModel } from './unload-model.js'

/** A client of a server whose card has these parameters. */
async function serveCard(parameters: object | null) {
  const card = { id: 'm', object: 'model', created: 1, owned_by: 'tabbyAPI', parameters }
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [JSON.stringify(card)] })
  onTestFinished(server.close)
  return createTabbyClient({ baseUrl: server.url, retry: false })
}

test.each<[object, number, number]>([
  [{ max_seq_len: 4096, cache_size: 8192, max_batch_size: 32 }, 1024, 8],
  [{ max_seq_len: 4096, cache_size: 8192, max_batch_size: 32 }, 1025, 6],
  [{ max_seq_len: 4096, cache_size: 8192, max_batch_size: 32 }, 4096, 2],
  [{ max_seq_len: 4096, cache_size: 8192, max_batch_size: 4 }, 256, 4],
  [{ max_seq_len: 4096, cache_size: 65_536, max_batch_size: null }, 256, 32],
  [{ max_seq_len: 4096, cache_size: null }, 1024, 4],
  [{ max_seq_len: 1000, cache_size: 1000 }, 1000, 1],
  [{ max_seq_len: 4096, cache_size: 8192 }, 1, 32],
])('of %o, generations of %i tokens: %i', async (parameters, tokens, count) => {
  expect(await getCapacity(await serveCard(parameters), { tokens })).toBe(count)
})

test('of the emulator is that of its cache', async () => {
  expect(await getCapacity(await serveWorld(), { tokens: 1024 })).toBe(4)
})

test('what no generation may have is refused', async () => {
  const client = await serveCard({ max_seq_len: 4096, cache_size: 8192 })
  expect(await getCapacity(client, { tokens: 4096 })).toBe(2)
  await expect(getCapacity(client, { tokens: 4097 })).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining('4096') as unknown,
  })
})

test.each([0, -1, 1.5, Number.NaN, '1024', undefined])('tokens: %o is refused by name', async (tokens) => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false })
  await expect(getCapacity(client, { tokens: tokens as number })).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining('tokens') as unknown,
  })
})

test('a card without sizes is an unexpected response, and without a model it is no_model_loaded', async () => {
  await expect(getCapacity(await serveCard(null), { tokens: 1 })).rejects.toMatchObject({
    code: 'invalid_response',
    paths: ['parameters.cache_size'],
  })
  const client = await serveWorld()
  await unloadModel(client)
  await expect(getCapacity(client, { tokens: 1 })).rejects.toMatchObject({ code: 'no_model_loaded' })
})

test('an abort rejects with the reason of the signal', async () => {
  const call = getCapacity(await serveWorld(), { tokens: 1 }, { signal: AbortSignal.abort('enough') })
  await expect(call).rejects.toBe('enough')
})
