import { getEventListeners } from 'node:events'
import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { createTabbyClient, requestJson, requestStream } from '../src/index.js'
import { done, event, open, readAll } from './open-stream.js'
import { serve } from './serve.js'

/** 50 ms may pass on a busy machine; a connection that is left open is open at the fourth try too. */
const busyMachine = { retry: 3 }

const endless: Answer = { body: [event(1), event(2)], end: 'open' }
type Stream = Awaited<ReturnType<typeof open>>['stream']
test.each<[string, (stream: Stream) => Promise<unknown>]>([
  [
    'break',
    async (stream) => {
      for await (const _ of stream) break
    },
  ],
  [
    'a return from the loop',
    async (stream) => {
      for await (const _ of stream) return
    },
  ],
  [
    'a throw in the loop',
    async (stream) => {
      try {
        for await (const _ of stream) throw new Error('x')
      } catch {}
    },
  ],
  [
    'return()',
    async (stream) => {
      await stream.next()
      await stream.return()
    },
  ],
  [
    'cancel()',
    async (stream) => {
      await stream.next()
      await stream.cancel()
    },
  ],
  ['cancel() before anything was read', (stream) => stream.cancel()],
  [
    'cancel() while next() waits',
    async (stream) => {
      await stream.next()
      await stream.next()
      const next = stream.next()
      await stream.cancel()
      expect(await next).toEqual({ done: true, value: undefined })
    },
  ],
  [
    'await using',
    async (stream) => {
      await using used = stream
      await used.next()
    },
  ],
])('%s closes the connection within 50 ms, and the stream is over', busyMachine, async (_, leave) => {
  const { stream, over } = await open(endless)
  await leave(stream)
  const left = performance.now()
  const { clientLeft, at } = await over
  expect(clientLeft).toBe(true)
  expect(at - left).toBeLessThan(50)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  await stream.cancel()
})

test(
  'the signal closes the connection and throws its reason, whether the consumer waits or not',
  busyMachine,
  async () => {
    for (const isWaiting of [true, false]) {
      const controller = new AbortController()
      const { stream, over } = await open(endless, {}, { signal: controller.signal })
      await stream.next()
      if (isWaiting) await stream.next()
      const next = isWaiting ? stream.next() : undefined
      const reason = new Error('enough')
      controller.abort(reason)
      const left = performance.now()
      await expect(next ?? stream.next()).rejects.toBe(reason)
      expect((await over).at - left).toBeLessThan(50)
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    }
  },
)

test('a signal that was aborted while the headers came in is not missed', async () => {
  const controller = new AbortController()
  const client = createTabbyClient({
    fetch: async () => {
      queueMicrotask(() => queueMicrotask(() => controller.abort('late')))
      return new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } })
    },
  })
  const read = requestStream(client, { path: '/v1/x', signal: controller.signal }).then((stream) => stream.next())
  await expect(read).rejects.toBe('late')
})

test(
  'a long-lived signal keeps no listener after 1,000 streams and calls, however they ended',
  { timeout: 60_000 },
  async () => {
    const controller = new AbortController()
    const { signal } = controller
    const types = { 'content-type': 'text/event-stream' }
    const client = createTabbyClient({
      retry: false,
      fetch: async (url) =>
        url.endsWith('/no')
          ? new Response('{}', { status: 500 })
          : new Response(`${event(1)}${event(2)}${url.endsWith('/cut') ? '' : done}`, { headers: types }),
    })
    const openOne = (path = '/yes') => requestStream(client, { path, signal })
    const ways: (() => Promise<unknown>)[] = [
      async () => readAll(await openOne()),
      async () => readAll(await openOne('/cut')),
      async () => (await openOne()).cancel(),
      async () => {
        for await (const _ of await openOne()) break
      },
      () => requestJson(client, { path: '/no', signal }).catch(() => {}),
    ]
    for (let round = 0; round < 1000; round++) await ways[round % ways.length]!()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  },
)

test('one signal for many calls at once is no reason for Node to warn of a leak', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  const { client } = await open(endless)
  const controller = new AbortController()
  const request = { path: '/v1/x', body: {}, signal: controller.signal }
  const streams = await Promise.all(Array.from({ length: 30 }, () => requestStream(client, request)))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(30)
  controller.abort('enough')
  const ends = await Promise.all(streams.map((stream) => stream.next().catch((error: unknown) => error)))
  expect(new Set(ends)).toEqual(new Set(['enough']))
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('warning', note)
  expect(warnings).toEqual([])
})

test('an abort before the last pieces were read throws, although the server had said that it is done', async () => {
  for (const end of ['open', 'complete'] as const) {
    const controller = new AbortController()
    const { stream } = await open({ body: [event(1) + event(2) + done], end }, {}, { signal: controller.signal })
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    controller.abort('enough')
    await expect(stream.next()).rejects.toBe('enough')
  }
})

test('a hook that throws when a stream is answered leaves no connection open', async () => {
  const { server, client } = await serve(endless, {
    onResponse: () => {
      throw new Error('of the hook')
    },
  })
  await expect(requestStream(client, { path: '/v1/x', body: {} })).rejects.toThrow('of the hook')
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})
