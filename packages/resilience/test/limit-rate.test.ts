import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLimit, type LimitOptions } from '../src/index.js'
import { full, path } from './connect-limit.js'
import { settle } from './settle.js'

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

  test('queue-full says when a place becomes free, if only the rate decides that', async () => {
    const read = async (call: Promise<unknown>) => (await settle(call)).error
    const none = await run({ perMinute: 1, maxQueued: 0 })
    await none.call({})
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await read(none.call({}))).toMatchObject({ ...full, retryAfter: 40_000 })

    const tokens = await run({ tokensPerMinute: 100, maxQueued: 1, concurrency: 2 })
    const calls = [tokens.call({ max_tokens: 90 })]
    await vi.advanceTimersByTimeAsync(10_000)
    calls.push(tokens.call({ max_tokens: 90 }))
    // The one that waits leaves the queue when the first one is a minute old, although this one needs little.
    expect(await read(tokens.call({ max_tokens: 1 }))).toMatchObject({ ...full, retryAfter: 50_000 })
    await vi.advanceTimersByTimeAsync(50_000)
    await Promise.all(calls)
    expect(tokens.seconds()).toEqual([0, 60])
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
