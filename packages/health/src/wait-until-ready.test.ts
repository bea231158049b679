import { getEventListeners } from 'node:events'
import { createServer } from 'node:net'
import { createTabbyClient, requestJson, type TabbyClientOptions } from '@tabby/core'
import { createEmulator, demoWorld } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { waitUntilReady } from './wait-until-ready.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const keys = { api: [apiKey], admin: [adminKey] }
const json = { 'content-type': 'application/json' }
const toAnswer = (name: string) => {
  const { response } = getRecording(name)
  return { ...response, body: [response.body] }
}
const healthy = toAnswer('get_health__noauth')
const unhealthy = toAnswer('health_after_generation_error')
const noModel = toAnswer('nomodel_get_v1_model__api')
const model = { headers: json, body: ['{"id":"x"}'] }
const page = (status: number) => ({ status, headers: { 'content-type': 'text/html' }, body: ['<h1>Gateway</h1>'] })

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** A server that gives these answers one after the other, and the last one for ever. */
async function serve(...answers: Answer[]) {
  const server = await serveAnswers((_request, index) => answers[index] ?? answers.at(-1)!)
  closing.push(server.close)
  return server
}

const connect = (baseUrl: string, options: TabbyClientOptions = {}) => createTabbyClient({ baseUrl, apiKey, ...options })

/** Timers that keep this process alive. */
const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

/** A port that nobody listens on. */
async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('on the emulator', () => {
  test('a server that runs is ready at once', async () => {
    const server = await listen(createEmulator({ keys }))
    await expect(waitUntilReady(connect(server.url), { model: true })).resolves.toBeUndefined()
    await server.close()
  })

  test('a server that is started later is waited for', async () => {
    const port = await findClosedPort()
    const waiting = waitUntilReady(connect(`http://127.0.0.1:${port}`), { interval: 20, timeout: 5000 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const server = await listen(createEmulator(), { port })
    await expect(waiting).resolves.toBeUndefined()
    await server.close()
  })

  test('a model that is loading is waited for, when that is asked', async () => {
    const world = { ...demoWorld(), loaded: {} }
    const server = await listen(createEmulator({ world, keys, settings: { speed: { moduleMilliseconds: 20 } } }))
    const client = connect(server.url, { adminKey })
    await waitUntilReady(client)
    let ready = false
    const waiting = waitUntilReady(client, { model: true, interval: 10, timeout: 10_000 }).then(() => (ready = true))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(ready).toBe(false)
    await client.send({
      path: '/v1/model/load',
      access: 'admin',
      operation: 'load',
      body: { model_name: 'demo-base-3b-exl3' },
    })
    await waiting
    expect(await requestJson(client, { path: '/v1/model' })).toMatchObject({ id: 'demo-base-3b-exl3' })
    await server.close()
  })
})

describe('what is not ready yet', () => {
  test('is asked again: gateways without a server, and then a server without a model', async () => {
    const server = await serve(page(502), page(503), page(504), page(429), healthy, noModel, healthy, noModel, healthy, model)
    await waitUntilReady(connect(server.url), { model: true, interval: 1 })
    expect(server.requests.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 4 }, () => '/health'),
      ...Array.from({ length: 3 }, () => ['/health', '/v1/model']).flat(),
    ])
  })

  test('is asked for health alone unless a model is wanted', async () => {
    const server = await serve(page(502), healthy)
    await waitUntilReady(connect(server.url), { interval: 1 })
    expect(server.requests.map(({ path, headers }) => [path, headers['x-api-key']])).toEqual([
      ['/health', undefined],
      ['/health', undefined],
    ])
  })

  test('is asked by one request at a time, with the interval between', async () => {
    let open = 0
    let most = 0
    const times: number[] = []
    const server = await serveAnswers(async (_request, index) => {
      times.push(performance.now())
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 20))
      open--
      return index < 3 ? page(502) : healthy
    })
    await waitUntilReady(connect(server.url), { interval: 60 })
    await server.close()
    expect(most).toBe(1)
    for (const [index, time] of times.slice(1).entries()) expect(time - times[index]!).toBeGreaterThan(75)
  })

  test('is not repeated by the retries of the client', async () => {
    const server = await serve(page(502), page(502), healthy)
    const retries: string[] = []
    await waitUntilReady(
      connect(server.url, {
        retry: { delay: () => 1, shouldRetry: () => true },
        onRetry: ({ path }) => void retries.push(path),
      }),
      { interval: 1 },
    )
    expect(retries).toEqual([])
  })
})

describe('what waiting does not mend', () => {
  test('an unhealthy server rejects at once, with what is wrong', async () => {
    const server = await serve(unhealthy)
    await expect(waitUntilReady(connect(server.url))).rejects.toMatchObject({
      name: 'TabbyApiError',
      code: 'generation_failed',
      status: 503,
      message: expect.stringMatching(/unhealthy until it is restarted: RuntimeError: CUDA error/),
    })
    expect(server.requests).toHaveLength(1)
  })

  test('a wrong key rejects at once', async () => {
    const server = await listen(createEmulator({ keys }))
    const client = createTabbyClient({ baseUrl: server.url, apiKey: 'wrong' })
    const begin = performance.now()
    await expect(waitUntilReady(client, { model: true })).rejects.toMatchObject({ code: 'authentication_error' })
    expect(performance.now() - begin).toBeLessThan(400)
    await server.close()
  })

  test('another program at that address rejects at once', async () => {
    const server = await serve({ headers: json, body: ['{"status":"ok"}'] })
    await expect(waitUntilReady(connect(server.url))).rejects.toMatchObject({ code: 'invalid_response' })
    const missing = await serve(page(404))
    await expect(waitUntilReady(connect(missing.url))).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the end of the time', () => {
  test('rejects with what was missing, in time', async () => {
    const server = await serve(page(502))
    const before = countTimers()
    const begin = performance.now()
    await expect(waitUntilReady(connect(server.url), { timeout: 150, interval: 10 })).rejects.toMatchObject({
      name: 'TabbyTimeoutError',
      code: 'timeout',
      clock: 'timeout',
      limit: 150,
      message: 'the server was not ready within 150 ms: GET /health failed with 502',
    })
    const duration = performance.now() - begin
    expect(duration).toBeGreaterThanOrEqual(149)
    expect(duration).toBeLessThan(400)
    const { length } = server.requests
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(server.requests.length).toBe(length)
    expect(countTimers()).toBeLessThanOrEqual(before)
  })

  test('says that no model is loaded, when that is what was missing', async () => {
    const server = await listen(createEmulator({ world: { ...demoWorld(), loaded: {} } }))
    const call = waitUntilReady(connect(server.url), { model: true, timeout: 100, interval: 10 })
    await expect(call).rejects.toThrow(/No models are currently loaded/)
    await server.close()
  })

  test('says that nothing could be reached', async () => {
    const port = await findClosedPort()
    const call = waitUntilReady(connect(`http://127.0.0.1:${port}`), { timeout: 100, interval: 10 })
    await expect(call).rejects.toThrow(/ECONNREFUSED/)
  })

  test('comes also while a server takes the request and never answers', async () => {
    const server = await serve({ headers: json, body: [], end: 'open' })
    const call = waitUntilReady(connect(server.url), { timeout: 100 })
    await expect(call).rejects.toMatchObject({ code: 'timeout', limit: 100 })
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  })

  test('comes also while a key function never settles', async () => {
    const server = await serve(healthy, model)
    const client = connect(server.url, { apiKey: () => new Promise<string>(() => {}) })
    await expect(waitUntilReady(client, { model: true, timeout: 100 })).rejects.toMatchObject({ code: 'timeout' })
  })
})

describe('an abort', () => {
  test.each([
    ['between two questions', page(502)],
    ['during a question', { headers: json, body: [], end: 'open' as const }],
  ])('%s rejects at once with the reason, and leaves no listener and no request', async (_title, answer) => {
    const server = await serve(answer)
    const controller = new AbortController()
    const reason = new Error('enough')
    let aborted = 0
    setTimeout(() => {
      aborted = performance.now()
      controller.abort(reason)
    }, 50)
    const call = waitUntilReady(connect(server.url), { interval: 10_000 }, { signal: controller.signal })
    await expect(call).rejects.toBe(reason)
    expect(performance.now() - aborted).toBeLessThan(50)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  test('before the call sends nothing', async () => {
    const server = await serve(healthy)
    const reason = new Error('enough')
    const call = waitUntilReady(connect(server.url), {}, { signal: AbortSignal.abort(reason) })
    await expect(call).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})

test('readiness leaves no timer and no listener behind', async () => {
  const server = await serve(page(502), healthy)
  const { signal } = new AbortController()
  const before = countTimers()
  await waitUntilReady(connect(server.url), { interval: 1, timeout: 600_000 }, { signal })
  expect(countTimers()).toBeLessThanOrEqual(before)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
