import { getEventListeners } from 'node:events'
import { createTabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld, createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { describe, expect, test } from 'vitest'
import { waitUntilReady } from '../src/wait-until-ready.js'
import { answers, closedUrl, page, serveInTurn } from './answers.js'

const apiKey = 'api-key-for-tests'

const connect = (baseUrl: string, options: TabbyClientOptions = {}) =>
  createTabbyClient({ baseUrl, apiKey, ...options })

/** Timers that keep this process alive. */
const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

describe('the end of the time', () => {
  test('rejects with what was missing, in time', async () => {
    const server = await serveInTurn(page(502))
    const before = countTimers()
    const begin = performance.now()
    await expect(waitUntilReady(connect(server.url), { timeout: 150, interval: 10 })).rejects.toMatchObject({
      name: 'TabbyTimeoutError',
      code: 'timeout',
      timeout: 'timeout',
      limit: 150,
      message: 'the server was not ready within 150 ms: GET /health failed with 502',
    })
    const duration = performance.now() - begin
    expect(duration).toBeGreaterThanOrEqual(149)
    expect(duration).toBeLessThan(1000)
    // The request that was under way may still arrive.
    await new Promise((resolve) => setTimeout(resolve, 60))
    const { length } = server.requests
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(server.requests.length).toBe(length)
    expect(countTimers()).toBeLessThanOrEqual(before)
  })

  test('says that no model is loaded, when that is what was missing', async () => {
    const server = await listen(createEmulator({ world: { ...createDemoWorld(), loaded: {} } }))
    const call = waitUntilReady(connect(server.url), { model: true, timeout: 1000, interval: 10 })
    await expect(call).rejects.toThrow(/No models are currently loaded/)
    await server.close()
  })

  test('says that nothing could be reached', async () => {
    const call = waitUntilReady(connect(closedUrl), { timeout: 100, interval: 10 })
    await expect(call).rejects.toThrow(/ECONNREFUSED/)
  })

  test('comes also while a server takes the request and never answers', async () => {
    const server = await serveInTurn(answers.silence)
    const call = waitUntilReady(connect(server.url), { timeout: 100 })
    await expect(call).rejects.toMatchObject({ code: 'timeout', limit: 100 })
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  })

  test('comes also while a key function never settles', async () => {
    const server = await serveInTurn(answers.healthy, answers.model)
    const client = connect(server.url, { apiKey: () => new Promise<string>(() => {}) })
    await expect(waitUntilReady(client, { model: true, timeout: 100 })).rejects.toMatchObject({ code: 'timeout' })
  })
})

describe('an abort', () => {
  test.each([
    ['between two questions', page(502)],
    ['during a question', answers.silence],
  ])('%s rejects at once with the reason, and leaves no listener and no request', async (_title, answer) => {
    const server = await serveInTurn(answer)
    const controller = new AbortController()
    const reason = new Error('enough')
    let aborted = 0
    setTimeout(() => {
      aborted = performance.now()
      controller.abort(reason)
    }, 50)
    const call = waitUntilReady(connect(server.url), { interval: 10_000 }, { signal: controller.signal })
    await expect(call).rejects.toBe(reason)
    expect(performance.now() - aborted).toBeLessThan(250)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  test('before the call sends nothing', async () => {
    const server = await serveInTurn(answers.healthy)
    const reason = new Error('enough')
    const call = waitUntilReady(connect(server.url), {}, { signal: AbortSignal.abort(reason) })
    await expect(call).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })
})

test('readiness leaves no timer and no listener behind', async () => {
  const server = await serveInTurn(page(502), answers.healthy)
  const { signal } = new AbortController()
  const before = countTimers()
  await waitUntilReady(connect(server.url), { interval: 1, timeout: 600_000 }, { signal })
  expect(countTimers()).toBeLessThanOrEqual(before)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
