import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '@tabby/emulator/testing'
import { expect, test, vi } from 'vitest'
import { createTabbyClient, requestJson, requestStream, type TabbyOperation } from '../src/index.js'
import { json, ok, serve } from './serve.js'

test('timeout runs to the headers, and for JSON to the end of the body', async () => {
  const stalls: Answer[] = [
    { headers: json, body: [2000, '{}'] },
    { headers: json, body: ['{', 2000, '}'] },
  ]
  for (const answer of stalls) {
    const { server, client } = await serve(answer, { timeout: 250 })
    const begin = performance.now()
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
      name: 'TabbyTimeoutError',
      code: 'timeout',
      timeout: 'timeout',
      limit: 250,
    })
    expect(performance.now() - begin).toBeLessThan(1500)
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  }
})

const operations: TabbyOperation[] = ['read', 'change', 'probe', 'generate', 'load']

test.each(operations)(
  'a number ends a call of the kind "%s", and false does not, of client and call',
  async (operation) => {
    const answerLate = async (): Promise<Answer> => {
      await sleep(150)
      return ok
    }
    const request = { path: '/v1/x', body: {}, operation }
    const { client } = await serve(answerLate, { timeout: 40 })
    const failure = { code: 'timeout', timeout: 'timeout', limit: 40 }
    await expect(requestJson(client, request)).rejects.toMatchObject(failure)
    await expect(requestStream(client, request)).rejects.toMatchObject(failure)
    expect(await requestJson(client, { ...request, timeout: false })).toEqual({ ok: true })
    expect(await requestJson(client, { ...request, timeout: { [operation]: 5000 } })).toEqual({ ok: true })
    const patient = client.extend({ timeout: false })
    expect(await requestJson(patient, request)).toEqual({ ok: true })
    await expect(requestJson(patient, { ...request, timeout: 40 })).rejects.toMatchObject(failure)
    await expect(requestJson(patient, { ...request, timeout: { [operation]: 40 } })).rejects.toMatchObject(failure)
  },
)

test('an object leaves the other operations as they were', async () => {
  const { client } = await serve({ headers: json, body: [100, '{"ok":true}'] }, { timeout: { read: 30, load: 30 } })
  const request = { path: '/v1/x', body: {} }
  for (const operation of ['change', 'probe', 'generate'] as const) {
    expect(await requestJson(client, { ...request, operation })).toEqual({ ok: true })
  }
  for (const operation of ['read', 'load'] as const) {
    await expect(requestJson(client, { ...request, operation })).rejects.toMatchObject({ limit: 30 })
    const call = requestJson(client, { ...request, operation, timeout: { generate: 5000 } })
    await expect(call).rejects.toMatchObject({ limit: 30 })
  }
})

test('a stream is under the timeout to its headers, and no longer', async () => {
  const { client } = await serve({ body: ['data: 1\n\n', 700, 'data: [DONE]\n\n'] }, { timeout: 500 })
  const events: unknown[] = []
  for await (const event of await requestStream(client, { path: '/v1/x', body: {} })) events.push(event)
  expect(events).toEqual([1])
})

test('a generation or load that ran into a timeout says so, and names the option by operation', async () => {
  const { client } = await serve({ headers: json, body: [150, '{}'] }, { timeout: 20 })
  const begin = 'POST /v1/x: the'
  const end = (operation: string) =>
    `ran into the timeout of 20 ms: a number applies to every call, so set timeout: { ${operation}: false } on the ` +
    'client or the call, or a longer time'
  const fail = (operation: TabbyOperation) => requestJson(client, { path: '/v1/x', body: {}, operation })
  await expect(fail('generate')).rejects.toThrow(`${begin} generation ${end('generate')}`)
  await expect(fail('load')).rejects.toThrow(`${begin} load ${end('load')}`)
  await expect(fail('read')).rejects.toThrow(`${begin} response took longer than the timeout of 20 ms: raise`)
})

test('a limit of more than 24 days, Infinity among them, is none', async () => {
  const { client } = await serve({ headers: json, body: [30, '{"ok":true}'] })
  for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40, false] as const) {
    expect(await requestJson(client, { path: '/v1/x', timeout })).toEqual({ ok: true })
  }
})

test('an abort throws the reason of the signal unchanged: before, during and between attempts', async () => {
  let controller = new AbortController()
  let abortsAt: 'before' | 'during' | 'between' = 'before'
  const reason = { any: 'thing' }
  const { server, client } = await serve(
    () => {
      if (abortsAt === 'during') setTimeout(() => controller.abort(reason), 5)
      return { status: 502, headers: json, body: [40] }
    },
    {
      retry: { delay: () => 5000 },
      onRetry: () => void setTimeout(() => controller.abort(reason), 20),
    },
  )
  for (abortsAt of ['before', 'during', 'between'] as const) {
    controller = new AbortController()
    if (abortsAt === 'before') controller.abort(reason)
    const begin = performance.now()
    await expect(requestJson(client, { path: '/v1/x', signal: controller.signal })).rejects.toBe(reason)
    expect(performance.now() - begin).toBeLessThan(1000)
  }
  expect(server.requests).toHaveLength(2)
})

test('an abort reaches the server, which sees the client leave', async () => {
  const { server, client } = await serve({ headers: json, body: ['{', 2000] })
  const controller = new AbortController()
  const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate', signal: controller.signal })
  setTimeout(() => controller.abort(), 300)
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('a fetch that never looks at its signal does not hold the caller', async () => {
  const client = createTabbyClient({ fetch: () => new Promise(() => {}), timeout: 20 })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ timeout: 'timeout' })
})

test('no timer is left behind by calls that are over', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { client } = await serve((_, index) => (index % 2 ? ok : { status: 502 }), { timeout: 60_000 })
  await requestJson(client, { path: '/v1/x' })
  const before = countTimers()
  for (let call = 0; call < 20; call++) await requestJson(client, { path: '/v1/x' })
  expect(countTimers()).toBeLessThan(before + 5)
})

test('the body of an error answer has a timeout of its own, where the call has none', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const client = createTabbyClient({ fetch: async () => new Response(new ReadableStream(), { status: 500 }) })
    const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })
    const failure = call.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await failure).toMatchObject({ timeout: 'timeout', limit: 30_000 })
  } finally {
    vi.useRealTimers()
  }
})

test('a key function that never answers is under the timeout and the signal too', async () => {
  const { server, client } = await serve(ok, { apiKey: () => new Promise(() => {}), timeout: 50 })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ timeout: 'timeout' })
  const signal = AbortSignal.abort('enough')
  const controller = new AbortController()
  setTimeout(() => controller.abort('enough'), 20)
  for (const each of [signal, controller.signal]) {
    const call = requestJson(client, { path: '/v1/x', timeout: false, signal: each })
    await expect(call).rejects.toBe('enough')
  }
  expect(server.requests).toHaveLength(0)
})

test('a fetch that never settles leaves no listener and no timer behind', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const client = createTabbyClient({ fetch: () => new Promise(() => {}) })
  const controller = new AbortController()
  const before = countTimers()
  const call = requestJson(client, { path: '/v1/x', timeout: 20, signal: controller.signal })
  await expect(call).rejects.toMatchObject({ timeout: 'timeout' })
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  const aborted = requestJson(client, { path: '/v1/x', timeout: 60_000, signal: controller.signal })
  controller.abort('enough')
  await expect(aborted).rejects.toBe('enough')
  // A timer of a connection of the test before may have ended meanwhile.
  expect(countTimers()).toBeLessThanOrEqual(before)
})
