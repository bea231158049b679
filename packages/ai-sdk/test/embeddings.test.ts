import { embed, embedMany } from 'ai'
import { expect, test } from 'vitest'
import { openTabby, slow, waitFor } from './serve-tabby.js'
import { createDemoWorld } from '@tabby/emulator'

const world = { ...createDemoWorld(), loaded: { embeddingModel: 'demo-embedding-small' } }

test('embedMany gives the vectors in order, from one request in base64', async () => {
  const { tabby, getBodies } = await openTabby({ emulator: { world } })
  const values = ['a cat', 'a dog', 'a fish']
  const { embeddings, usage, warnings } = await embedMany({ model: tabby.embeddingModel(), values })
  expect(embeddings.map((vector) => vector.length)).toEqual([64, 64, 64])
  expect(embeddings.every(Array.isArray)).toBe(true)
  expect(usage.tokens).toBeGreaterThan(0)
  expect(warnings).toEqual([])
  expect(getBodies()).toEqual([{ input: values, encoding_format: 'base64' }])
  expect((await embed({ model: tabby.textEmbeddingModel(), value: 'a dog' })).embedding).toEqual(embeddings[1])
})

test('another model than the one that was named is a warning', async () => {
  const { tabby } = await openTabby({ emulator: { world } })
  const { warnings } = await embed({ model: tabby.embeddingModel('bge'), value: 'a cat' })
  expect(warnings).toMatchObject([{ message: expect.stringMatching(/Expected model bge/) }])
})

test('options go to the server, and a field of the call is refused by name', async () => {
  const { tabby, getBodies } = await openTabby({ emulator: { world } })
  const model = tabby.embeddingModel()
  await embed({ model, value: 'a cat', providerOptions: { tabby: { extra: { future: 1 } } } })
  expect(getBodies()[0]).toHaveProperty('future', 1)
  await expect(embed({ model, value: 'a cat', providerOptions: { tabby: { input: 'b' } } })).rejects.toThrow(
    /providerOptions.tabby must not hold input/,
  )
})

test('an error is an APICallError with the message of the server, and is sent once', async () => {
  const { tabby, emulator, url } = await openTabby({ emulator: { world: createDemoWorld() } })
  emulator.useFaults([{ path: '/v1/embeddings', effect: { kind: 'status', status: 500, detail: 'It broke' } }])
  await expect(embed({ model: tabby.embeddingModel(), value: 'a cat' })).rejects.toMatchObject({
    name: 'AI_APICallError',
    message: expect.stringMatching(/It broke/),
    url: `${url}/v1/embeddings`,
    statusCode: 500,
  })
  expect(emulator.journal).toHaveLength(1)
})

test('an abort rejects with its reason', async () => {
  const { tabby, emulator } = await openTabby({ emulator: { world, ...slow.emulator } })
  emulator.useFaults([{ path: '/v1/embeddings', effect: { kind: 'delay', milliseconds: 5000 } }])
  const controller = new AbortController()
  const reason = new Error('enough')
  const call = embed({ model: tabby.embeddingModel(), value: 'a cat', abortSignal: controller.signal })
  await waitFor(() => emulator.journal.length === 1)
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
})
