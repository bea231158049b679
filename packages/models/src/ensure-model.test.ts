import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { apiKey } from '../test/serve-world.js'
import { watchWorld } from '../test/watch-world.js'
import { ensureModel } from './ensure-model.js'
import type { ModelLoadEstimate } from './read-load-estimates.js'
import { unloadModel } from './unload-model.js'

test('does nothing when the model is loaded as asked, and needs no admin key for that', async () => {
  const { client, calls } = await watchWorld({ apiKey })
  const model = await ensureModel(client, { model_name: 'small', max_seq_len: 4096, cache_mode: null })
  expect(model).toMatchObject({ id: 'small', alreadyLoaded: true })
  expect(calls).toEqual(['GET /v1/model'])
})

test('takes any context for the one that the model was made for, which is -1', async () => {
  const { client, calls } = await watchWorld()
  await ensureModel(client, { model_name: 'small', max_seq_len: 512 }, { force: true })
  const before = calls.length
  const model = await ensureModel(client, { model_name: 'small', max_seq_len: -1 })
  expect(model).toMatchObject({ alreadyLoaded: true, parameters: { max_seq_len: 512 } })
  expect(calls).toHaveLength(before + 1)
})

test('loads another model, tells how far it is, and proves what it got', async () => {
  const { client, calls } = await watchWorld()
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
  const { client } = await watchWorld()
  await unloadModel(client)
  expect(await ensureModel(client, { model_name: 'small' })).toMatchObject({ id: 'small', alreadyLoaded: false })
})

test('believes at once that nothing is loaded, also where retries are on', async () => {
  const { client, calls } = await watchWorld()
  await unloadModel(client)
  await ensureModel(client.extend({ retry: { limit: 2 } }), { model_name: 'small' })
  expect(calls.slice(1)).toEqual(['GET /v1/model', 'POST /v1/model/load', 'GET /v1/model'])
})

test.each([
  ['max_seq_len', { max_seq_len: 512 }],
  ['cache_size', { cache_size: 8192 }],
  ['cache_mode', { cache_mode: 'Q4' }],
])('refuses another %s of a loaded model, unless it is forced', async (name, params) => {
  const { client, calls } = await watchWorld()
  const call = ensureModel(client, { model_name: 'small', ...params })
  await expect(call).rejects.toMatchObject({ code: 'request_refused' })
  await expect(call).rejects.toThrow(new RegExp(`small has the ${name} .* was asked for; force loads it again`))
  expect(calls).toEqual(['GET /v1/model'])
  const model = await ensureModel(client, { model_name: 'small', ...params }, { force: true })
  expect(model).toMatchObject({ alreadyLoaded: false, parameters: params })
  expect(calls.slice(1)).toEqual(['GET /v1/model', 'POST /v1/model/unload', 'POST /v1/model/load', 'GET /v1/model'])
})

describe('takes for right what the server makes of sizes:', () => {
  const sizes = [
    [
      { max_seq_len: 2048, cache_size: 1024 },
      { max_seq_len: 1024, cache_size: 1024 },
    ],
    [
      { max_seq_len: 512, cache_size: 1024 },
      { max_seq_len: 512, cache_size: 1024 },
    ],
    [{ max_seq_len: 0 }, { max_seq_len: 4096, cache_size: 4096 }],
    [{ cache_size: 0 }, { max_seq_len: 4096, cache_size: 4096 }],
    [
      { max_seq_len: -1, cache_size: 1024 },
      { max_seq_len: 1024, cache_size: 1024 },
    ],
    [
      { max_seq_len: 2048, prompt_template: '../templates/plain' },
      { max_seq_len: 2048, prompt_template: 'plain' },
    ],
  ] as const

  /** A server with a model that is loaded as given, and with the parameters given after a load. */
  async function serveCards(before: object, after: object) {
    let isLoaded = false
    const toCard = (parameters: object) => ({ id: 'a', object: 'model', created: 1, owned_by: 'tabbyAPI', parameters })
    const server = await serveAnswers(({ method, path }) => {
      if (path.endsWith('/load')) isLoaded = true
      const body = method === 'GET' ? toCard(isLoaded ? after : before) : null
      return path.endsWith('/load')
        ? { body: ['data: {"model_type":"model","module":5,"modules":5,"status":"finished"}\r\n\r\n'] }
        : { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(body)] }
    })
    onTestFinished(() => server.close())
    return { client: createTabbyClient({ baseUrl: server.url, adminKey: 'a' }), server }
  }

  test.each(sizes)('%o are the card %o', async (params, card) => {
    const { client, server } = await serveCards(card, card)
    expect(await ensureModel(client, { model_name: 'a', ...params })).toMatchObject({ alreadyLoaded: true })
    expect(server.requests).toHaveLength(1)
  })

  test('after a reload as well', async () => {
    const { client } = await serveCards({ max_seq_len: 512, cache_size: 512 }, { max_seq_len: 1024, cache_size: 1024 })
    const params = { model_name: 'a', max_seq_len: 2048, cache_size: 1024 }
    expect(await ensureModel(client, params, { force: true })).toMatchObject({ alreadyLoaded: false })
  })

  test('and not a context that is shorter than both, nor a cache of another size', async () => {
    for (const card of [{ max_seq_len: 512, cache_size: 1024 }, { max_seq_len: 2048, cache_size: 2048 }, {}]) {
      const { client } = await serveCards(card, card)
      const call = ensureModel(client, { model_name: 'a', max_seq_len: 2048, cache_size: 1024 })
      await expect(call).rejects.toMatchObject({ code: 'request_refused' })
    }
  })
})

test('fails when the server loaded something else than it was asked for, and says where', async () => {
  const { client } = await watchWorld()
  const call = ensureModel(client, { model_name: 'large', prompt_template: 'nowhere' })
  await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['parameters.prompt_template'] })
  await expect(call).rejects.toThrow(
    /where nowhere was asked for; a tabby_config.yml .* wins over the parameters of a load$/,
  )
})

test('knows a model that was loaded by a path by its last part', async () => {
  const { client, countLoads } = await watchWorld()
  await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })
  expect(await ensureModel(client, { model_name: 'nested/exl3/4.00bpw' })).toMatchObject({ alreadyLoaded: true })
  expect(countLoads()).toBe(1)
})

test('loads once for all who ask at the same time', async () => {
  const { client, countLoads } = await watchWorld()
  const models = await Promise.all(Array.from({ length: 5 }, () => ensureModel(client, { model_name: 'large' })))
  expect(models.map(({ alreadyLoaded }) => alreadyLoaded)).toEqual([false, true, true, true, true])
  expect(countLoads()).toBe(1)
})

test('lets those who want different models take turns, and gives each its own', async () => {
  const { client } = await watchWorld()
  const names = ['large', 'seeing', 'small']
  const models = await Promise.all(names.map((name) => ensureModel(client, { model_name: name })))
  expect(models.map(({ id }) => id)).toEqual(names)
})

test('goes on after somebody whose load failed, and tells the words of the server', async () => {
  const { client } = await watchWorld()
  const failing = ensureModel(client, { model_name: 'too-large' })
  const waiting = ensureModel(client, { model_name: 'large' })
  await expect(failing).rejects.toThrow(/CUDA out of memory/)
  expect(await waiting).toMatchObject({ id: 'large' })
})

test('leaves the line on an abort, and lets the others have their turn', async () => {
  const { client, countLoads } = await watchWorld()
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

test('an abort in the line does not let those behind it overtake the load that runs', async () => {
  const { client, countLoads } = await watchWorld()
  const controller = new AbortController()
  const first = ensureModel(client, { model_name: 'large' })
  const second = ensureModel(client, { model_name: 'large' }, { signal: controller.signal })
  controller.abort('enough')
  await expect(second).rejects.toBe('enough')
  expect(await ensureModel(client, { model_name: 'large' })).toMatchObject({ alreadyLoaded: true })
  expect(await first).toMatchObject({ alreadyLoaded: false })
  expect(countLoads()).toBe(1)
})

test('refuses without the admin key when it has to load', async () => {
  const { client } = await watchWorld({ apiKey })
  await expect(ensureModel(client, { model_name: 'large' })).rejects.toMatchObject({ code: 'authentication_error' })
})

test('passes on what a progress callback throws', async () => {
  const { client } = await watchWorld()
  const reason = new Error('enough')
  const onProgress = () => {
    throw reason
  }
  await expect(ensureModel(client, { model_name: 'large' }, { onProgress })).rejects.toBe(reason)
})

test('many who wait with one signal are no reason for Node to warn of a leak', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  const { client } = await watchWorld()
  const { signal } = new AbortController()
  const first = ensureModel(client, { model_name: 'large' })
  const others = Array.from({ length: 15 }, () => ensureModel(client, { model_name: 'large' }, { signal }))
  expect((await Promise.all([first, ...others])).every(({ id }) => id === 'large')).toBe(true)
  process.off('warning', note)
  expect(warnings).toEqual([])
})
