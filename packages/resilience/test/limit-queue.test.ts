import { describe, expect, test } from 'vitest'
import { connectLimit as connect, full, pause } from './connect-limit.js'
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
    const refused = (await settle(call('d'))).error
    expect(refused).toMatchObject({ ...full, message: expect.stringContaining('2 others') as unknown })
    // When a running call ends is not known.
    expect(refused).not.toHaveProperty('retryAfter')
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
