import { createTabbyClient, extendTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { type Answer, readAll, serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createBreaker } from '../src/index.js'
import { body, connectBreaker as connect, headers, ok, open, page, path, pause, status } from './connect-breaker.js'
import { answerJson, event, type OpenExchange, serveScript } from './serve-script.js'
import { settle, until } from './settle.js'

describe('an open one', () => {
  test('says how long it stays so, sends nothing, and is one for all clients of a server', async () => {
    const { call, client, server, changes } = await connect({ rest: 5000 }, [status(500)])
    await call()
    await call()
    const { error } = await call()
    expect(error).toMatchObject({ ...open, message: expect.stringContaining(server.url) as unknown })
    const { retryAfter } = error as { retryAfter: number }
    expect(retryAfter).toBeGreaterThan(4000)
    expect(retryAfter).toBeLessThanOrEqual(5000)
    const extended = extendTabbyClient(client, { apiKey: 'another' })
    await expect(requestJson(extended, { path })).rejects.toMatchObject(open)
    const elsewhere = await serveAnswers(ok)
    onTestFinished(elsewhere.close)
    expect(await requestJson(extendTabbyClient(client, { baseUrl: elsewhere.url }), { path })).toEqual({})
    expect(server.requests).toHaveLength(2)
    expect(changes).toMatchObject([
      { baseUrl: server.url, state: 'open', retryAfter: expect.closeTo(5000, -3) as unknown },
    ])
  })

  test('lets probes pass, which do not count', async () => {
    const { call, server, changes } = await connect({ failures: 1, rest: 5000 }, [status(500), status(500), ok])
    await call()
    expect((await call({ operation: 'probe' })).error).toMatchObject({ status: 500 })
    expect((await call({ operation: 'probe' })).value).toEqual({})
    expect((await call()).error).toMatchObject(open)
    expect(server.requests).toHaveLength(3)
    expect(changes).toHaveLength(1)
  })

  test('an abort comes first', async () => {
    const { call } = await connect({ failures: 1, rest: 5000 }, [status(500)])
    await call()
    expect((await call({ signal: AbortSignal.abort('enough') })).error).toBe('enough')
  })

  test('the Retry-After of the failure lengthens the rest', async () => {
    const { call } = await connect({ failures: 1, rest: 10 }, [page(503, { 'retry-after': '30' })])
    await call()
    await pause(20)
    expect((await call()).error).toMatchObject({ ...open, retryAfter: expect.closeTo(30_000, -3) as unknown })
  })

  test.each([408, 429])('the Retry-After of a %i that arrives late lengthens the rest', async (code) => {
    let held: OpenExchange | undefined
    const server = await serveScript((exchange, index) => {
      if (index === 0) held = exchange
      else answerJson(exchange, {}, 500)
    })
    onTestFinished(server.close)
    const base = createTabbyClient({ baseUrl: server.url, retry: false })
    const client = wrapTabbyClient(base, createBreaker({ failures: 1, rest: 5000 }))
    const call = () => settle(requestJson(client, { path, body, operation: 'generate' }))
    const late = call()
    await until(() => held !== undefined)
    await call()
    expect((await call()).error).toMatchObject({ retryAfter: expect.closeTo(5000, -3) as unknown })
    answerJson(held!, {}, code, { 'retry-after': '30' })
    await late
    expect((await call()).error).toMatchObject({ ...open, retryAfter: expect.closeTo(30_000, -3) as unknown })
  })

  test('a Retry-After that is shorter than what is left does not shorten the rest', async () => {
    const held: OpenExchange[] = []
    const server = await serveScript((exchange) => void held.push(exchange))
    onTestFinished(server.close)
    const base = createTabbyClient({ baseUrl: server.url, retry: false })
    const client = wrapTabbyClient(base, createBreaker({ failures: 1, rest: 20_000 }))
    const call = () => settle(requestJson(client, { path, body, operation: 'generate' }))
    const calls = [call(), call()]
    await until(() => held.length === 2)
    answerJson(held[0]!, {}, 500)
    await Promise.race(calls)
    answerJson(held[1]!, {}, 429, { 'retry-after': '1' })
    await Promise.all(calls)
    const { error } = await call()
    expect(error).toMatchObject(open)
    expect((error as { retryAfter: number }).retryAfter).toBeGreaterThan(10_000)
  })

  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('a fault of the hook')
      },
    ],
    ['rejects with', () => Promise.reject(new Error('a fault of the hook'))],
  ])('what onChange %s is ignored', async (_, onChange) => {
    const { call } = await connect({ failures: 1, rest: 5000, onChange }, [status(500)])
    expect((await call()).error).toMatchObject({ status: 500 })
    expect((await call()).error).toMatchObject(open)
  })
})

describe('after the rest', () => {
  test('one call is let through, the others are refused at once, and success closes it', async () => {
    const { call, server, changes } = await connect({ failures: 1, rest: 20 }, [
      status(500),
      { headers, body: [40, '{}'] },
      ok,
    ])
    await call()
    await pause(25)
    const trial = call()
    const begin = performance.now()
    const others = await Promise.all([call(), call()])
    expect(performance.now() - begin).toBeLessThan(30)
    expect(others.map(({ error }) => error)).toMatchObject([open, open])
    expect((await trial).value).toEqual({})
    expect((await call()).value).toEqual({})
    expect(server.requests).toHaveLength(3)
    expect(changes.map(({ state }) => state)).toEqual(['open', 'half-open', 'closed'])
  })

  test('a failure opens it again, for another rest', async () => {
    const { call, server } = await connect({ failures: 1, rest: 30 }, [status(500)])
    await call()
    await pause(35)
    expect((await call()).error).toMatchObject({ status: 500 })
    expect((await call()).error).toMatchObject(open)
    expect(server.requests).toHaveLength(2)
  })

  test('an answer about the request closes it, and the count begins anew', async () => {
    const { call, server } = await connect({ failures: 2, rest: 20 }, [
      status(500),
      status(500),
      status(422),
      status(500),
      ok,
    ])
    await call()
    await call()
    await pause(25)
    expect((await call()).error).toMatchObject({ status: 422 })
    expect((await call()).error).toMatchObject({ status: 500 })
    expect((await call()).value).toEqual({})
    expect(server.requests).toHaveLength(5)
  })

  test('the test of a stream ends at its first event, and it counts again if it ends early', async () => {
    const { call, stream, server, changes } = await connect({ failures: 1, rest: 20 }, [
      status(500),
      { body: [event(1), 30, event(2)] },
      ok,
    ])
    await call()
    await pause(25)
    const trial = await stream()
    expect((await call()).error).toMatchObject(open)
    await trial.next()
    await pause(0)
    expect((await call()).value).toEqual({})
    await expect(readAll(trial)).rejects.toMatchObject({ reason: 'truncated' })
    expect(server.requests).toHaveLength(3)
    expect(changes.map(({ state }) => state)).toEqual(['open', 'half-open', 'closed'])
  })

  test.each<[string, Answer, (connected: Awaited<ReturnType<typeof connect>>) => Promise<unknown>]>([
    ['was aborted', { body: [], end: 'open' }, ({ call }) => call({ signal: AbortSignal.timeout(10) })],
    ['is a stream that was left', { body: [], end: 'open' }, async ({ stream }) => (await stream()).cancel()],
    ['got a 429', status(429), ({ call }) => call()],
    [
      'is a stream that is never read',
      { body: [], end: 'open' },
      async ({ stream, call }) => {
        await stream()
        expect((await call()).error).toMatchObject(open)
        await pause(70)
      },
    ],
  ])('a test that %s shows nothing: the next call is the test', async (_, answer, leave) => {
    const connected = await connect({ failures: 1, rest: 20 }, [status(500), answer, ok])
    await connected.call()
    await pause(25)
    await leave(connected)
    await pause(1)
    expect((await connected.call()).value).toEqual({})
    expect(connected.changes.at(-1)).toMatchObject({ state: 'closed' })
  })

  test('the Retry-After of a 429 in the test is waited for', async () => {
    const { call } = await connect({ failures: 1, rest: 10 }, [status(500), status(429, '{}', { 'retry-after': '30' })])
    await call()
    await pause(15)
    expect((await call()).error).toMatchObject({ status: 429 })
    expect((await call()).error).toMatchObject({ ...open, retryAfter: expect.closeTo(30_000, -3) as unknown })
  })
})

test('a server that dies and returns gets no request while it is open, and all of them afterwards', async () => {
  const server = await serveScript((exchange) => answerJson(exchange))
  onTestFinished(() => server.close())
  const states: string[] = []
  let isOpen = false
  const breaker = createBreaker({
    failures: 5,
    rest: 60,
    onChange({ state }) {
      states.push(state)
      isOpen = state === 'open'
    },
  })
  const attempts = { sent: 0, whileOpen: 0 }
  const base = createTabbyClient({
    baseUrl: server.url,
    retry: false,
    onRequest() {
      attempts.sent += 1
      if (isOpen) attempts.whileOpen += 1
    },
  })
  const client = wrapTabbyClient(base, breaker)
  const call = () => settle(requestJson(client, { path, body, operation: 'generate' }))
  const run = async (count: number) => {
    const results = []
    for (let left = count; left > 0; left -= 4) results.push(...(await Promise.all([call(), call(), call(), call()])))
    return results
  }
  expect((await run(100)).every(({ value }) => value)).toBe(true)
  await server.close()
  const dead = await run(400)
  expect(dead.some(({ value }) => value)).toBe(false)
  const refused = dead.filter(({ error }) => (error as { reason?: string }).reason === 'circuit-open')
  await server.reopen()
  await pause(65)
  const back = [await call(), ...(await run(100))]
  expect(back.every(({ value }) => value)).toBe(true)
  expect(attempts.whileOpen).toBe(0)
  expect(attempts.sent).toBe(100 + (400 - refused.length) + 101)
  expect(refused.length).toBeGreaterThan(380)
  expect(server.requests).toBe(201)
  expect(states.slice(0, 1).concat(states.slice(-2))).toEqual(['open', 'half-open', 'closed'])
})
