import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLimit, type LimitOptions } from '../src/index.js'
import { connectLimit as connect, full, path, pause } from './connect-limit.js'
import { answerJson, event, streamHeaders } from './serve-script.js'
import { settle } from './settle.js'

describe('the queue', () => {
  test('begins with the highest priority, and with the oldest of the same', async () => {
    const { call, open, arrive, names } = await connect({ concurrency: 1 })
    for (const [name, priority] of Object.entries({ a: 0, b: undefined, c: -1, d: 2, e: 2, f: 1 })) {
      void call(name, { context: { priority } })
    }
    for (let count = 1; count <= 6; count++) {
      await arrive(count)
      answerJson(open[count - 1]!)
    }
    expect(names()).toEqual(['a', 'd', 'e', 'f', 'b', 'c'])
  })

  test('asks priority for each call', async () => {
    const priority = ({ body }: { body?: unknown }) => ((body as { name: string }).name === 'c' ? 1 : 0)
    const { call, open, arrive, names } = await connect({ concurrency: 1, priority })
    for (const name of 'abc') void call(name, { context: { priority: 5 } })
    for (let count = 1; count <= 3; count++) {
      await arrive(count)
      answerJson(open[count - 1]!)
    }
    expect(names()).toEqual(['a', 'c', 'b'])
  })

  test('an abort in it rejects at once with the reason, and the others keep their places', async () => {
    const { call, open, arrive, names } = await connect({ concurrency: 1 })
    const controller = new AbortController()
    void call('a')
    const aborted = call('b', { signal: controller.signal })
    const kept = call('c')
    await arrive(1)
    const reason = { why: 'enough' }
    controller.abort(reason)
    // The first call has no response yet.
    await expect(aborted).rejects.toBe(reason)
    answerJson(open[0]!)
    await arrive(2)
    answerJson(open[1]!)
    await kept
    expect(names()).toEqual(['a', 'c'])
    await expect(call('d', { signal: controller.signal })).rejects.toBe(reason)
  })

  test('refuses one more than maxQueued, until one of them has left', async () => {
    const { call, open, arrive } = await connect({ concurrency: 1, maxQueued: 2 })
    const controller = new AbortController()
    const calls = [call('a'), call('b'), settle(call('c', { signal: controller.signal }))]
    await expect(call('d')).rejects.toMatchObject({ ...full, message: expect.stringContaining('2 others') as unknown })
    controller.abort('enough')
    const last = call('e')
    await expect(call('f')).rejects.toMatchObject(full)
    for (let count = 1; count <= 3; count++) {
      await arrive(count)
      answerJson(open[count - 1]!)
    }
    await Promise.all([...calls, last])
  })

  test('of 0 takes a call whenever a slot is free', async () => {
    const { call, open, arrive } = await connect({ concurrency: 1, maxQueued: 0 })
    for (let count = 1; count <= 5; count++) {
      const running = call('a')
      await expect(call('b')).rejects.toMatchObject(full)
      await arrive(count)
      answerJson(open[count - 1]!)
      await running
    }
  })

  test('of 0 takes as many calls as slots were given back at the same moment', async () => {
    const { call, stream, open, arrive } = await connect({ concurrency: 2, maxQueued: 0 })
    const streams = Promise.all([stream('a'), stream('b')])
    await arrive(2)
    for (const { response } of open) response.writeHead(200, streamHeaders).write(event(1))
    for (const each of await streams) void each.cancel()
    const calls = [call('c'), call('d')].map(settle)
    await expect(call('e')).rejects.toMatchObject(full)
    await arrive(4)
    for (const exchange of open.slice(2)) answerJson(exchange)
    expect((await Promise.all(calls)).map(({ error }) => error)).toEqual([undefined, undefined])
  })

  test('a body that cannot be written counts no tokens, and core refuses it', async () => {
    const { call } = await connect({ tokensPerMinute: 10 })
    await expect(call('a', { body: { tools: [1n] } })).rejects.toMatchObject({ code: 'request_refused' })
  })

  test('counts a call that waits for its tokens, also if there are enough for the next one', async () => {
    const { call, arrive } = await connect({ tokensPerMinute: 100, maxQueued: 1 })
    const controller = new AbortController()
    const more = { body: { max_tokens: 60 }, signal: controller.signal }
    const calls = ['a', 'b'].map((name) => settle(call(name, more)))
    await arrive(1)
    await expect(call('c', { body: { max_tokens: 10 } })).rejects.toMatchObject(full)
    controller.abort('enough')
    await Promise.all(calls)
  })

  test('goes on when a usage or an error gives tokens back', async () => {
    const { call, open, arrive } = await connect({ tokensPerMinute: 100 })
    const calls = ['a', 'b', 'c'].map((name) => settle(call(name, { body: { max_tokens: 90 } })))
    await arrive(1)
    answerJson(open[0]!, { usage: { total_tokens: 10 } })
    await arrive(2)
    answerJson(open[1]!, {}, 422)
    await arrive(3)
    answerJson(open[2]!)
    expect((await Promise.all(calls)).map(({ error }) => error !== undefined)).toEqual([false, true, false])
  })

  test('takes 1,000 by default', async () => {
    const { call, arrive } = await connect({ concurrency: 1 })
    const controller = new AbortController()
    const calls = Array.from({ length: 1001 }, () => settle(call('a', { signal: controller.signal })))
    await expect(call('b')).rejects.toMatchObject(full)
    await arrive(1)
    controller.abort('enough')
    expect((await Promise.all(calls)).every(({ error }) => error === 'enough')).toBe(true)
  })

  test.each([Number.NaN, Infinity, 'high', {}])('refuses the priority %o', async (priority) => {
    const { call } = await connect({ concurrency: 1 })
    await expect(call('a', { context: { priority } })).rejects.toMatchObject({
      code: 'request_refused',
      message: expect.stringContaining('priority') as unknown,
    })
  })

  test('timeouts do not run while a call waits', async () => {
    const { call, open, arrive } = await connect({ concurrency: 1 })
    void call('a')
    const waiting = call('b', { timeout: 250 })
    await arrive(1)
    await pause(260)
    answerJson(open[0]!)
    await arrive(2)
    answerJson(open[1]!)
    expect(await waiting).toEqual({ ok: true })
  })
})

describe('the rate', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  /** A client whose calls are answered at once, under a clock of the test's own. */
  async function run(options: LimitOptions, usage?: number) {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const begun: number[] = []
    const answer = JSON.stringify({ ok: true, ...(usage !== undefined && { usage: { total_tokens: usage } }) })
    const base = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false })
    const answering = wrapTabbyClient(base, () => async () => {
      begun.push(performance.now())
      return { status: 200, headers: new Headers(), body: null, text: async () => answer }
    })
    const start = performance.now()
    const client = wrapTabbyClient(answering, createLimit(options))
    const call = (body: object, more = {}) => requestJson(client, { path, operation: 'generate', body, ...more })
    /** When the calls began, in seconds. */
    const seconds = () => begun.map((time) => Math.round((time - start) / 1000))
    return { call, seconds }
  }

  test('lets so many calls begin within any minute', async () => {
    const { call, seconds } = await run({ perMinute: 2 })
    void call({})
    await vi.advanceTimersByTimeAsync(30_000)
    const calls = [call({}), call({}), call({}), call({})]
    await vi.advanceTimersByTimeAsync(29_000)
    expect(seconds()).toEqual([0, 30])
    await vi.advanceTimersByTimeAsync(200_000)
    await Promise.all(calls)
    expect(seconds()).toEqual([0, 30, 60, 90, 120])
  })

  test('reserves max_tokens and a third of the characters of the prompt', async () => {
    const { call, seconds } = await run({ tokensPerMinute: 200 })
    const messages = [
      { role: 'user', content: 'x'.repeat(30) },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x'.repeat(60) },
          { type: 'image_url', image_url: 'x'.repeat(999) },
        ],
      },
    ]
    const calls = [
      call({ messages, max_tokens: 70 }),
      call({ prompt: ['x'.repeat(297)], max_tokens: 1 }),
      call({ prompt: 'x' }),
    ]
    await vi.advanceTimersByTimeAsync(59_000)
    expect(seconds()).toEqual([0, 0])
    await vi.advanceTimersByTimeAsync(2000)
    await Promise.all(calls)
    expect(seconds()).toEqual([0, 0, 60])
  })

  test('the usage of a response corrects what was reserved, downwards and upwards', async () => {
    const less = await run({ tokensPerMinute: 100 }, 10)
    for (let count = 0; count < 5; count++) await less.call({ max_tokens: 60 })
    expect(less.seconds()).toEqual([0, 0, 0, 0, 0])
    const more = await run({ tokensPerMinute: 100 }, 90)
    const calls = [await more.call({ max_tokens: 20 }), more.call({ max_tokens: 20 })]
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all(calls)
    expect(more.seconds()).toEqual([0, 60])
  })

  test('reserves max_tokens for each of n replies, and forgets a call after a minute', async () => {
    const { call, seconds } = await run({ tokensPerMinute: 100, maxQueued: 0 })
    await call({ max_tokens: 40, n: 2 })
    await expect(call({ max_tokens: 40 })).rejects.toMatchObject(full)
    await vi.advanceTimersByTimeAsync(61_000)
    await call({ max_tokens: 40 })
    expect(seconds()).toEqual([0, 61])
  })

  test('a call that needs more than a minute has goes alone', async () => {
    const { call, seconds } = await run({ tokensPerMinute: 100 })
    const calls = [call({ max_tokens: 500 }), call({ max_tokens: 500 })]
    await vi.advanceTimersByTimeAsync(61_000)
    await Promise.all(calls)
    expect(seconds()).toEqual([0, 60])
  })

  test('a call that waits for it can be aborted, and counts as one that waits', async () => {
    const { call, seconds } = await run({ perMinute: 1, maxQueued: 1 })
    await call({})
    const controller = new AbortController()
    const waiting = settle(call({}, { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(1000)
    await expect(call({})).rejects.toMatchObject(full)
    controller.abort('enough')
    expect((await waiting).error).toBe('enough')
    const last = call({})
    await vi.advanceTimersByTimeAsync(60_000)
    await last
    expect(seconds()).toEqual([0, 60])
  })
})
