import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { ensureModel } from './ensure-model.js'
import type { ModelLoadEstimate } from './estimate-load.js'
import { getModel } from './get-model.js'
import { readLoadEstimates } from './read-load-estimates.js'
import { streamModelLoad } from './stream-model-load.js'
import { unloadModel } from './unload-model.js'
import { useModel } from './use-model.js'

/** Serves a world and notes what is sent to it. */
async function watch(keys: TabbyClientOptions = { apiKey, adminKey }) {
  const calls: string[] = []
  const served = await serveWorld(keys)
  const client = served.extend({
    retry: false,
    onRequest: ({ method, path }) => void calls.push(`${method} ${path}`),
  })
  return { client, calls, countLoads: () => calls.filter((call) => call.endsWith('/load')).length }
}

const readId = (client: TabbyClient) => getModel(client).then(({ id }) => id)

describe('ensureModel', () => {
  test('does nothing when the model is loaded as asked, and needs no admin key for that', async () => {
    const { client, calls } = await watch({ apiKey })
    const model = await ensureModel(client, { model_name: 'small', max_seq_len: 4096, cache_mode: null })
    expect(model).toMatchObject({ id: 'small', alreadyLoaded: true })
    expect(calls).toEqual(['GET /v1/model'])
  })

  test('loads another model, tells how far it is, and proves what it got', async () => {
    const { client, calls } = await watch()
    const steps: ModelLoadEstimate[] = []
    const params = { model_name: 'large', max_seq_len: 2048, cache_size: 4096, cache_mode: '6,6' }
    const model = await ensureModel(client, params, { onProgress: (step) => void steps.push(step) })
    expect(model).toMatchObject({ id: 'large', alreadyLoaded: false, parameters: { cache_size: 4096 } })
    expect(calls).toEqual(['GET /v1/model', 'POST /v1/model/load', 'GET /v1/model'])
    expect(steps.at(-1)).toMatchObject({ fraction: 1, timeLeft: 0 })
    expect(steps[0]!.timeLeft).toBeUndefined()
    expect(steps[5]!.timeLeft).toBeGreaterThan(0)
    // What is left at a quarter is more than what is left at three.
    expect(steps[9]!.timeLeft!).toBeLessThan(steps[3]!.timeLeft! + 200)
  })

  test('loads when nothing is loaded', async () => {
    const { client } = await watch()
    await unloadModel(client)
    expect(await ensureModel(client, { model_name: 'small' })).toMatchObject({ id: 'small', alreadyLoaded: false })
  })

  test.each([
    ['max_seq_len', { max_seq_len: 512 }],
    ['cache_size', { cache_size: 8192 }],
    ['cache_mode', { cache_mode: 'Q4' }],
  ])('refuses another %s of a loaded model, unless it is forced', async (name, params) => {
    const { client, calls } = await watch()
    const call = ensureModel(client, { model_name: 'small', ...params })
    await expect(call).rejects.toMatchObject({ code: 'request_refused' })
    await expect(call).rejects.toThrow(new RegExp(`small has the ${name} .* was asked for; force loads it again`))
    expect(calls).toEqual(['GET /v1/model'])
    const model = await ensureModel(client, { model_name: 'small', ...params }, { force: true })
    expect(model).toMatchObject({ alreadyLoaded: false, parameters: params })
    expect(calls.slice(1)).toEqual(['GET /v1/model', 'POST /v1/model/unload', 'POST /v1/model/load', 'GET /v1/model'])
  })

  test('fails when the server loaded something else than it was asked for, and says where', async () => {
    const { client } = await watch()
    const call = ensureModel(client, { model_name: 'large', prompt_template: 'nowhere' })
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['parameters.prompt_template'] })
    await expect(call).rejects.toThrow(/where nowhere was asked for$/)
  })

  test('knows a model that was loaded by a path by its last part', async () => {
    const { client, countLoads } = await watch()
    await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })
    expect(await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })).toMatchObject({ alreadyLoaded: true })
    expect(countLoads()).toBe(1)
  })

  test('loads once for all who ask at the same time', async () => {
    const { client, countLoads } = await watch()
    const models = await Promise.all(Array.from({ length: 5 }, () => ensureModel(client, { model_name: 'large' })))
    expect(models.map(({ alreadyLoaded }) => alreadyLoaded)).toEqual([false, true, true, true, true])
    expect(countLoads()).toBe(1)
  })

  test('lets those who want different models take turns, and gives each its own', async () => {
    const { client } = await watch()
    const names = ['large', 'seeing', 'small']
    const models = await Promise.all(names.map((name) => ensureModel(client, { model_name: name })))
    expect(models.map(({ id }) => id)).toEqual(names)
  })

  test('goes on after somebody whose load failed, and tells the words of the server', async () => {
    const { client } = await watch()
    const failing = ensureModel(client, { model_name: 'too-large' })
    const waiting = ensureModel(client, { model_name: 'large' })
    await expect(failing).rejects.toThrow(/CUDA out of memory/)
    expect(await waiting).toMatchObject({ id: 'large' })
  })

  test('leaves the line on an abort, and lets the others have their turn', async () => {
    const { client, countLoads } = await watch()
    const controller = new AbortController()
    const reason = new Error('enough')
    const first = ensureModel(client, { model_name: 'large' })
    const second = ensureModel(client, { model_name: 'seeing' }, { signal: controller.signal })
    const third = ensureModel(client, { model_name: 'large' })
    setTimeout(() => controller.abort(reason), 20)
    await expect(second).rejects.toBe(reason)
    expect(await first).toMatchObject({ id: 'large' })
    expect(await third).toMatchObject({ alreadyLoaded: true })
    expect(countLoads()).toBe(1)
  })

  test('refuses without the admin key when it has to load', async () => {
    const { client } = await watch({ apiKey })
    await expect(ensureModel(client, { model_name: 'large' })).rejects.toMatchObject({ code: 'authentication_error' })
  })

  test('passes on what a progress callback throws', async () => {
    const { client } = await watch()
    const reason = new Error('enough')
    const onProgress = () => {
      throw reason
    }
    await expect(ensureModel(client, { model_name: 'large' }, { onProgress })).rejects.toBe(reason)
  })
})

describe('useModel', () => {
  test('puts the former model back as it was, also when the block throws', async () => {
    const { client } = await watch()
    await ensureModel(client, { model_name: 'small', max_seq_len: 1024, cache_size: 2048 }, { force: true })
    const before = (await getModel(client)).parameters
    const block = async () => {
      await using used = await useModel(client, { model_name: 'large' })
      expect(await readId(client)).toBe(used.model.id)
      throw new Error('of the block')
    }
    await expect(block()).rejects.toThrow('of the block')
    expect(await getModel(client)).toMatchObject({ id: 'small', parameters: before })
  })

  test('unloads when nothing was loaded before, and once only', async () => {
    const { client, calls } = await watch()
    await unloadModel(client)
    const used = await useModel(client, { model_name: 'small' })
    await used[Symbol.asyncDispose]()
    await used[Symbol.asyncDispose]()
    await expect(getModel(client)).rejects.toMatchObject({ code: 'no_model_loaded' })
    expect(calls.filter((call) => call.endsWith('/unload'))).toHaveLength(2)
  })

  test('changes nothing when the model was loaded already', async () => {
    const { client, calls } = await watch()
    const used = await useModel(client, { model_name: 'small' })
    await used[Symbol.asyncDispose]()
    expect(calls.every((call) => call === 'GET /v1/model')).toBe(true)
  })

  test('loads the former model again when the load fails, and rejects with that failure', async () => {
    const { client } = await watch()
    await expect(useModel(client, { model_name: 'too-large' })).rejects.toThrow(/CUDA out of memory/)
    expect(await readId(client)).toBe('small')
  })

  test('says so when the former model cannot be found by its name', async () => {
    const { client } = await watch()
    await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })
    const used = await useModel(client, { model_name: 'small' })
    await expect(used[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

test('estimates of a stream keep its steps, and leaving the loop closes it', async () => {
  const event = 'data: {"model_type":"model","module":1,"modules":5,"status":"processing"}\r\n\r\n'
  const server = await serveAnswers({ body: [event, event.replace('1', '2')], end: 'open' })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  for await (const step of readLoadEstimates(await streamModelLoad(client, { model_name: 'small' }))) {
    expect(step).toMatchObject({ module: 1, fraction: 0.2, elapsed: 0, timeLeft: undefined })
    break
  }
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})
