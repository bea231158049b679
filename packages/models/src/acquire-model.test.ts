import { createTabbyClient, type TabbyClient, type TabbyError } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { watchWorld } from '../test/watch-world.js'
import { ensureModel } from './ensure-model.js'
import { getModel } from './get-model.js'
import { loadModel } from './load-model.js'
import { unloadModel } from './unload-model.js'
import { acquireModel } from './acquire-model.js'

const readId = (client: TabbyClient) => getModel(client).then(({ id }) => id)

test('puts the former model back as it was, also when the block throws', async () => {
  const { client } = await watchWorld()
  await ensureModel(client, { model_name: 'small', max_seq_len: 1024, cache_size: 2048 }, { force: true })
  const before = (await getModel(client)).parameters
  const block = async () => {
    await using used = await acquireModel(client, { model_name: 'large' })
    expect(await readId(client)).toBe(used.model.id)
    throw new Error('of the block')
  }
  await expect(block()).rejects.toThrow('of the block')
  expect(await getModel(client)).toMatchObject({ id: 'small', parameters: before })
})

test('puts the same model back with its former parameters', async () => {
  const { client } = await watchWorld()
  const before = (await getModel(client)).parameters
  const used = await acquireModel(client, { model_name: 'small', max_seq_len: 512 }, { force: true })
  expect(used.model.parameters).toMatchObject({ max_seq_len: 512 })
  await used[Symbol.asyncDispose]()
  expect((await getModel(client)).parameters).toEqual(before)
})

test('fails at its end when the server has died meanwhile, and keeps the error of the block', async () => {
  const [small, large] = ['small', 'large'].map((id) => ({ object: 'model', created: 1, owned_by: 'tabbyAPI', id }))
  const answers = [small, { object: 'list', data: [small, large] }, small, undefined, large]
  const server = await serveAnswers(({ method }, index) =>
    method === 'GET'
      ? { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answers[index])] }
      : { body: ['data: {"model_type":"model","module":5,"modules":5,"status":"finished"}\r\n\r\n'] },
  )
  onTestFinished(() => server.close())
  const block = async () => {
    await using used = await acquireModel(createTabbyClient({ baseUrl: server.url, retry: false }), {
      model_name: 'large',
    })
    await server.close()
    throw new Error(`of the block with ${used.model.id}`)
  }
  const error = await block().catch((reason: SuppressedError) => reason)
  expect(error).toMatchObject({
    error: { code: 'connection_error' },
    suppressed: { message: 'of the block with large' },
  })
})

test('unloads when nothing was loaded before, and once only', async () => {
  const { client, calls } = await watchWorld()
  await unloadModel(client)
  const used = await acquireModel(client, { model_name: 'small' })
  await used[Symbol.asyncDispose]()
  await used[Symbol.asyncDispose]()
  await expect(getModel(client)).rejects.toMatchObject({ code: 'no_model_loaded' })
  expect(calls.filter((call) => call.endsWith('/unload'))).toHaveLength(2)
})

test('changes nothing when the model was loaded already', async () => {
  const { client, calls } = await watchWorld()
  const used = await acquireModel(client, { model_name: 'small' })
  await used[Symbol.asyncDispose]()
  expect(calls.every((call) => call === 'GET /v1/model')).toBe(true)
})

test('loads the former model again when the load fails, and rejects with that failure', async () => {
  const { client } = await watchWorld()
  await expect(acquireModel(client, { model_name: 'too-large' })).rejects.toThrow(/CUDA out of memory/)
  expect(await readId(client)).toBe('small')
})

test('loads the former model again when the callback throws, and rejects with what it threw', async () => {
  const { client } = await watchWorld()
  const reason = new Error('enough')
  const onProgress = () => {
    throw reason
  }
  await expect(acquireModel(client, { model_name: 'large' }, { onProgress })).rejects.toBe(reason)
  expect(await readId(client)).toBe('small')
})

test('asks for no load when the model was refused before anything was changed', async () => {
  const { client, calls } = await watchWorld()
  await expect(acquireModel(client, { model_name: 'nowhere' })).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(acquireModel(client, { model_name: 'small', max_seq_len: 512 })).rejects.toMatchObject({
    code: 'request_refused',
  })
  expect(calls.filter((call) => call.startsWith('POST'))).toEqual(['POST /v1/model/load'])
})

test('tells both errors when the former model cannot be loaded again either', async () => {
  const { client } = await watchWorld()
  // Between the look into the list and the end, the folder goes.
  const onProgress = () => void (isGone = true)
  let isGone = false
  const other = client.extend({
    retry: false,
    fetch: (url, init) =>
      fetch(url, isGone && init.body ? { ...init, body: `${init.body}`.replace('"small"', '"nowhere"') } : init),
  })
  const error = await acquireModel(other, { model_name: 'too-large' }, { onProgress }).catch(
    (reason: TabbyError) => reason,
  )
  expect(error).toMatchObject({
    name: 'TabbyStreamError',
    message: expect.stringMatching(
      /CUDA out of memory.*; and the former model could not be restored: .*find the model/s,
    ),
    restoreError: { code: 'invalid_request' },
  })
  expect((error as TabbyError).stack).toContain('and the former model could not be restored')
  expect(Object.keys(error)).not.toContain('restoreError')
})

test('takes its turn: a load that runs meanwhile is what is restored', async () => {
  const { client } = await watchWorld()
  const large = ensureModel(client, { model_name: 'large' })
  const used = await acquireModel(client, { model_name: 'small' })
  expect(await large).toMatchObject({ id: 'large' })
  await used[Symbol.asyncDispose]()
  expect(await readId(client)).toBe('large')
})

test('two that begin at once and end in reverse put back what each found', async () => {
  const { client } = await watchWorld()
  const [outer, inner] = await Promise.all([
    acquireModel(client, { model_name: 'large' }),
    acquireModel(client, { model_name: 'seeing' }),
  ])
  expect(await readId(client)).toBe('seeing')
  await inner[Symbol.asyncDispose]()
  expect(await readId(client)).toBe('large')
  await outer[Symbol.asyncDispose]()
  expect(await readId(client)).toBe('small')
})

test('one that fails beside another does not throw its model out', async () => {
  const { client } = await watchWorld()
  const [used] = await Promise.all([
    acquireModel(client, { model_name: 'large' }),
    expect(acquireModel(client, { model_name: 'nowhere' })).rejects.toMatchObject({ code: 'invalid_request' }),
  ])
  expect(await readId(client)).toBe('large')
  await used[Symbol.asyncDispose]()
})

test('a vision part that was left out stays out', async () => {
  const { client } = await watchWorld()
  await loadModel(client, { model_name: 'seeing', vision: false })
  const used = await acquireModel(client, { model_name: 'large' })
  await used[Symbol.asyncDispose]()
  expect(await getModel(client)).toMatchObject({ id: 'seeing', parameters: { use_vision: false } })
})

test('after an abort the load goes on, and nothing is restored', async () => {
  const { client, calls } = await watchWorld()
  const controller = new AbortController()
  const onProgress = () => controller.abort('enough')
  const call = acquireModel(client, { model_name: 'large' }, { onProgress, signal: controller.signal })
  await expect(call).rejects.toBe('enough')
  expect(calls.filter((each) => each.startsWith('POST'))).toEqual(['POST /v1/model/load'])
  await expect.poll(() => readId(client).catch(() => undefined)).toBe('large')
})

test('refuses before it changes anything when the former model could not be found by its name', async () => {
  const { client, calls } = await watchWorld()
  await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })
  const before = calls.length
  for (const model_name of ['small', 'too-large', 'nowhere']) {
    const call = acquireModel(client, { model_name })
    await expect(call).rejects.toMatchObject({ code: 'request_refused', message: /4\.00bpw: it is in a nested folder/ })
  }
  expect(calls.slice(before).every((call) => call.startsWith('GET '))).toBe(true)
  expect(await readId(client)).toBe('4.00bpw')
})

test('puts a model in a nested folder back when it is named by its path', async () => {
  const { client } = await watchWorld()
  const params = { model_name: 'nested/exl3/4.00bpw' }
  await ensureModel(client, params)
  const { parameters } = await getModel(client)
  const used = await acquireModel(client, { ...params, max_seq_len: 512 }, { force: true })
  expect(used.model).toMatchObject({ id: '4.00bpw', parameters: { max_seq_len: 512 } })
  await used[Symbol.asyncDispose]()
  expect(await getModel(client)).toMatchObject({ id: '4.00bpw', parameters })
})

test.each([
  [{}, {}, 'model_name must name a model'],
  [{ model_name: 5 }, {}, 'model_name must name a model'],
  [{ model_name: 'small' }, { force: 'yes' }, 'force must be true or false'],
  [{ model_name: 'small' }, { onProgress: true }, 'onProgress must be a function'],
])('%o with %o is refused by name, before a request', async (params, options, words) => {
  const { client, calls } = await watchWorld()
  for (const [name, make] of Object.entries({ acquireModel, ensureModel })) {
    const call = make(client, params as never, options as never)
    await expect(call).rejects.toMatchObject({ code: 'request_refused', message: `${name}: ${words}` })
  }
  expect(calls).toEqual([])
})
