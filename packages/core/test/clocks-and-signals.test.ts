import type { Answer } from '@tabby/emulator/testing'
import { expect, test, vi } from 'vitest'
import { createTabbyClient, requestJson } from '../src/index.js'
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
      clock: 'timeout',
      limit: 250,
    })
    expect(performance.now() - begin).toBeLessThan(1500)
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
  }
})

test('the timeout of the client is for small calls: a generation takes as long as it takes', async () => {
  const { client } = await serve({ headers: json, body: [150, '{"ok":true}'] }, { timeout: 50 })
  expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).toEqual({ ok: true })
  expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'load' })).toEqual({ ok: true })
  await expect(
    requestJson(client, { path: '/v1/x', body: {}, operation: 'generate', timeout: 50 }),
  ).rejects.toMatchObject({ clock: 'timeout' })
})

test('a limit of more than 24 days, Infinity among them, is none', async () => {
  const { client } = await serve({ headers: json, body: [30, '{"ok":true}'] })
  for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40, false] as const) {
    expect(await requestJson(client, { path: '/v1/x', timeout })).toEqual({ ok: true })
  }
})

test('an abort throws the reason of the signal unchanged: before, during and between attempts', async () => {
  const { server, client } = await serve(() => ({ status: 502, headers: json, body: [40] }), {
    retry: { delay: () => 5000 },
  })
  const reason = { any: 'thing' }
  for (const delay of [0, 20, 120]) {
    const controller = new AbortController()
    if (delay) setTimeout(() => controller.abort(reason), delay)
    else controller.abort(reason)
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
  setTimeout(() => controller.abort(), 50)
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('a fetch that never looks at its signal does not hold the caller', async () => {
  const client = createTabbyClient({ fetch: () => new Promise(() => {}), timeout: 20 })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ clock: 'timeout' })
})

test('no timer is left behind by calls that are over', async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { client } = await serve((_, index) => (index % 2 ? ok : { status: 502 }), { timeout: 60_000 })
  await requestJson(client, { path: '/v1/x' })
  const before = countTimers()
  for (let call = 0; call < 20; call++) await requestJson(client, { path: '/v1/x' })
  expect(countTimers()).toBeLessThan(before + 5)
})

test('the body of an error answer has a clock of its own, where the call has none', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const client = createTabbyClient({ fetch: async () => new Response(new ReadableStream(), { status: 500 }) })
    const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })
    const failure = call.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await failure).toMatchObject({ clock: 'timeout', limit: 30_000 })
  } finally {
    vi.useRealTimers()
  }
})
