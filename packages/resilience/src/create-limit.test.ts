import { extendTabbyClient, requestJson, requestStream, type TabbyWatchEnd, wrapTabbyClient } from '@tabby/core'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectLimit as connect, path, pause } from '../test/connect-limit.js'
import { answerJson, done, event, type OpenExchange, serveScript, streamHeaders } from '../test/serve-script.js'
import { settle } from '../test/settle.js'
import { createLimit } from './create-limit.js'

describe('a slot', () => {
  test('is held by so many calls, and given back when the response has arrived', async () => {
    const { call, open, arrive, names } = await connect({ concurrency: 2 })
    const calls = [call('a'), call('b'), call('c')]
    await arrive(2)
    await pause(10)
    expect(names()).toEqual(['a', 'b'])
    answerJson(open[1]!)
    await arrive(3)
    answerJson(open[0]!)
    answerJson(open[2]!)
    expect(await Promise.all(calls)).toHaveLength(3)
  })

  test.each<[string, (exchange: OpenExchange) => void, (stream: Awaited<ReturnType<typeof requestStream>>) => unknown]>(
    [
      ['is read to [DONE]', ({ response }) => response.end(event(1) + done), (stream) => readAll(stream)],
      ['ends early', ({ response }) => response.end(event(1)), (stream) => settle(readAll(stream))],
      ['breaks', ({ response }) => (response.write(event(1)), response.destroy()), (stream) => settle(readAll(stream))],
      ['holds an error', ({ response }) => response.write(event({ error: 'x' })), (stream) => settle(readAll(stream))],
      [
        'is left in a loop',
        ({ response }) => response.write(event(1)),
        async (stream) => {
          for await (const _ of stream) break
        },
      ],
      ['is cancelled unread', ({ response }) => response.write(event(1)), (stream) => stream.cancel()],
      ['sends nothing for too long', () => {}, (stream) => settle(readAll(stream))],
    ],
  )('is given back when a stream %s', async (_, answer, read) => {
    const { stream, open, arrive, names } = await connect({ concurrency: 1 })
    const first = stream('a', { idleTimeout: 40 })
    const second = stream('b')
    await arrive(1)
    open[0]!.response.writeHead(200, streamHeaders).flushHeaders()
    const opened = await first
    await pause(5)
    expect(names()).toEqual(['a'])
    answer(open[0]!)
    await read(opened)
    await arrive(2)
    open[1]!.response.writeHead(200, streamHeaders).end(event(2) + done)
    expect(await readAll(await second)).toEqual([2])
  })

  test('is given back when a stream is aborted, and when the response is not a stream', async () => {
    const { stream, open, arrive } = await connect({ concurrency: 1 })
    const controller = new AbortController()
    const first = stream('a', { signal: controller.signal })
    await arrive(1)
    open[0]!.response.writeHead(200, streamHeaders).write(event(1))
    const reading = readAll(await first)
    controller.abort('enough')
    await expect(reading).rejects.toBe('enough')
    const second = stream('b')
    await arrive(2)
    open[1]!.response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    await expect(second).rejects.toMatchObject({ reason: 'not-a-stream' })
    const third = stream('c')
    await arrive(3)
    answerJson(open[2]!, { detail: 'no' }, 500)
    await expect(third).rejects.toMatchObject({ status: 500 })
    void settle(stream('d'))
    await arrive(4)
  })

  test.each([
    ['held', 599_999, ['a']],
    ['given back', 600_000, ['a', 'b']],
  ])('of a stream without an eventTimeout that is never read is %s after %i ms', async (_, time, sent) => {
    const { stream, open, arrive, names } = await connect({ concurrency: 1 })
    const first = stream('a', { eventTimeout: false })
    await arrive(1)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    open[0]!.response.writeHead(200, streamHeaders).write(event(1))
    const unread = await first
    vi.advanceTimersByTime(time)
    vi.useRealTimers()
    void settle(stream('b'))
    await arrive(sent.length)
    await pause(10)
    expect(names()).toEqual(sent)
    await unread.cancel()
  })

  test('of a stream that is never read is given back after eventTimeout, and one that is read keeps it', async () => {
    const { stream, open, arrive, names } = await connect({ concurrency: 1 })
    const first = stream('a', { eventTimeout: 60 })
    await arrive(1)
    open[0]!.response.writeHead(200, streamHeaders).write(event(1))
    const read = await first
    await read.next()
    const second = stream('b', { eventTimeout: 60 })
    await pause(90)
    expect(names()).toEqual(['a'])
    open[0]!.response.end(done)
    await readAll(read)
    await arrive(2)
    open[1]!.response.writeHead(200, streamHeaders).write(event(1))
    await second
    const begin = performance.now()
    void settle(stream('c'))
    await arrive(3)
    expect(performance.now() - begin).toBeGreaterThan(40)
  })

  test('is held for generations alone: reads, changes and probes pass', async () => {
    const { client, call, open, arrive } = await connect({ concurrency: 1 })
    void settle(call('a'))
    await arrive(1)
    const calls = (['read', 'change', 'load', 'probe'] as const).map((operation) =>
      requestJson(client, { path, method: 'POST', body: {}, operation }),
    )
    await arrive(5)
    for (const exchange of open.slice(1)) answerJson(exchange)
    expect(await Promise.all(calls)).toHaveLength(4)
  })

  test('is one of the same server for clients that were extended, and another for another server', async () => {
    const { client, call, open, arrive, names } = await connect({ concurrency: 1 })
    const other = await serveScript((exchange) => answerJson(exchange))
    onTestFinished(other.close)
    void settle(call('a'))
    await arrive(1)
    const request = { path, operation: 'generate', body: { name: 'b' } } as const
    void settle(requestJson(extendTabbyClient(client, { apiKey: 'x' }), request))
    expect(await requestJson(extendTabbyClient(client, { baseUrl: other.url }), request)).toEqual({ ok: true })
    expect(names()).toEqual(['a'])
    answerJson(open[0]!)
    await arrive(2)
  })

  test('leaves the watches of the response in place', async () => {
    const { base, open, arrive, limit } = await connect({ concurrency: 1 })
    const ends: TabbyWatchEnd[] = []
    const client = wrapTabbyClient(base, limit, (send) => async (request) => ({
      ...(await send(request)),
      watches: [{ onEnd: (end) => void ends.push(end) }],
    }))
    const stream = requestStream(client, { path, body: {} })
    await arrive(1)
    open[0]!.response.writeHead(200, streamHeaders).end(done)
    await readAll(await stream)
    expect(ends).toEqual([{ whole: true }])
  })
})

test.each<[object, string]>([
  [{ concurrency: 0 }, 'concurrency'],
  [{ concurrency: Number.NaN }, 'concurrency'],
  [{ concurrency: 1.5 }, 'concurrency'],
  [{ concurrency: '4' }, 'concurrency'],
  [{ perMinute: 0 }, 'perMinute'],
  [{ tokensPerMinute: -1 }, 'tokensPerMinute'],
  [{ concurrency: 1, maxQueued: -1 }, 'maxQueued'],
  [{ concurrency: 1, maxQueued: Number.NaN }, 'maxQueued'],
  [{ concurrency: 1, priority: 5 }, 'priority'],
  [{}, 'concurrency'],
  [[], 'options'],
])('%o is refused by name', (options, name) => {
  expect(() => createLimit(options)).toThrow(
    expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(name) as unknown }),
  )
})
