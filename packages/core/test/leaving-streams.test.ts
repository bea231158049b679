import { getEventListeners } from 'node:events'
import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { createTabbyClient, requestStream } from '../src/index.js'
import { done, event, open, readAll } from './open-stream.js'

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
      await using open = stream
      await open.next()
    },
  ],
])('%s closes the connection within 50 ms, and the stream is over', async (_, leave) => {
  const { stream, over } = await open(endless)
  await leave(stream)
  const left = performance.now()
  const { clientLeft, at } = await over
  expect(clientLeft).toBe(true)
  expect(at - left).toBeLessThan(50)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  await stream.cancel()
})

test('the signal closes the connection and throws its reason, whether the consumer waits or not', async () => {
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
})

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

test('a long-lived signal keeps no listener after a thousand streams and calls', async () => {
  const controller = new AbortController()
  const client = createTabbyClient({
    fetch: async () => new Response(`${event(1)}${done}`, { headers: { 'content-type': 'text/event-stream' } }),
  })
  for (let round = 0; round < 1000; round++) {
    const stream = await requestStream(client, { path: '/v1/x', signal: controller.signal })
    if (round % 2) await readAll(stream)
    else await stream.cancel()
  }
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})
