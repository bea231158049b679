import { createTabbyClient, requestJson, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld, createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { answers, page, serveInTurn } from '../test/answers.js'
import { waitUntilReady } from './wait-until-ready.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const keys = { api: [apiKey], admin: [adminKey] }

const connect = (baseUrl: string, options: TabbyClientOptions = {}) =>
  createTabbyClient({ baseUrl, apiKey, ...options })

test.each([
  [{ timeout: '30' }, 'timeout must be a number of milliseconds'],
  [{ timeout: NaN }, 'timeout must be a number of milliseconds'],
  [{ timeout: -1 }, 'timeout must be a number of milliseconds'],
  [{ timeout: true }, 'timeout must be a number of milliseconds'],
  [{ timeout: null }, 'timeout must be a number of milliseconds'],
  [{ interval: -1 }, 'interval must be a number of milliseconds'],
  [{ interval: NaN }, 'interval must be a number of milliseconds'],
  [{ interval: '5' }, 'interval must be a number of milliseconds'],
  [{ interval: 2 ** 31 }, 'interval must be a number of milliseconds'],
  [{ interval: Infinity }, 'interval must be a number of milliseconds'],
  [{ model: 'demo' }, 'model must be true or false'],
])('%o is refused by name, before a request', async (params, words) => {
  const paths: string[] = []
  const client = connect('http://127.0.0.1:2', { onRequest: ({ path }) => void paths.push(path) })
  const call = waitUntilReady(client, params as never)
  await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
  await expect(call).rejects.toThrow(`waitUntilReady: ${words}`)
  expect(paths).toEqual([])
})

test('the longest interval and a timeout of 0 are good ones', async () => {
  const call = waitUntilReady(connect('http://127.0.0.1:2'), { interval: 2 ** 31 - 1, timeout: 0 })
  await expect(call).rejects.toMatchObject({ code: 'timeout' })
})

describe('on the emulator', () => {
  test('a server that runs is ready at once', async () => {
    const server = await listen(createEmulator({ keys }))
    await expect(waitUntilReady(connect(server.url), { model: true })).resolves.toBeUndefined()
    await server.close()
  })

  test('a server that is started later is waited for', async () => {
    const { port, close } = await listen(createEmulator())
    await close()
    const waiting = waitUntilReady(connect(`http://127.0.0.1:${port}`), { interval: 20, timeout: 5000 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const server = await listen(createEmulator(), { port })
    await expect(waiting).resolves.toBeUndefined()
    await server.close()
  })

  test('a model that is loading is waited for, when that is asked', async () => {
    const world = { ...createDemoWorld(), loaded: {} }
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
    const server = await serveInTurn(
      page(502),
      page(503),
      page(504),
      page(429),
      answers.healthy,
      answers.noModel,
      answers.healthy,
      answers.noModel,
      answers.healthy,
      answers.model,
    )
    await waitUntilReady(connect(server.url), { model: true, interval: 1 })
    expect(server.requests.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 4 }, () => '/health'),
      ...Array.from({ length: 3 }, () => ['/health', '/v1/model']).flat(),
    ])
  })

  test('is asked for health alone unless a model is wanted', async () => {
    const server = await serveInTurn(page(502), answers.healthy)
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
      return index < 3 ? page(502) : answers.healthy
    })
    await waitUntilReady(connect(server.url), { interval: 60 })
    await server.close()
    expect(most).toBe(1)
    for (const [index, time] of times.slice(1).entries()) expect(time - times[index]!).toBeGreaterThan(75)
  })

  test('is not repeated by the retries of the client', async () => {
    const server = await serveInTurn(page(502), page(502), answers.healthy)
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
    const server = await serveInTurn(answers.unhealthy)
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
    expect(performance.now() - begin).toBeLessThan(450)
    await server.close()
  })

  test('another program at that address rejects at once', async () => {
    const server = await serveInTurn(answers.otherProgram)
    await expect(waitUntilReady(connect(server.url))).rejects.toMatchObject({ code: 'invalid_response' })
    const missing = await serveInTurn(page(404))
    await expect(waitUntilReady(connect(missing.url))).rejects.toMatchObject({ code: 'not_found' })
  })
})
