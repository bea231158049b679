import { SpanStatusCode } from '@opentelemetry/api'
import { streamChatCompletion } from '@tabby/chat'
import type { TabbyClientOptions, TabbyStream } from '@tabby/core'
import type { Answer } from '@tabby/emulator/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { chunk, event, serveTraced, usage } from '../test/serve-traced.js'

const messages = [{ role: 'user', content: 'Hello' }]
const done = 'data: [DONE]\n\n'

type Use = (stream: TabbyStream<unknown>) => Promise<unknown>
const readAll: Use = async (stream) => {
  for await (const _ of stream);
}
const breakOff: Use = async (stream) => {
  for await (const _ of stream) break
}
const left = { 'tabby.left_early': true }
const streams: [string, Answer, Use, TabbyClientOptions, object][] = [
  [
    'is read',
    { body: [chunk('a'), chunk('', { usage }, 'stop'), done] },
    readAll,
    {},
    { 'gen_ai.usage.input_tokens': 12 },
  ],
  [
    'is read to finish reasons',
    { body: [chunk('a', {}, 'stop')] },
    readAll,
    {},
    { 'gen_ai.response.model': 'answering' },
  ],
  ['is left', { body: [chunk('a'), chunk('b'), done] }, breakOff, {}, left],
  ['is cancelled unread', { body: [chunk('a'), done] }, (stream) => stream.cancel(), {}, left],
  [
    'is cancelled twice',
    { body: [chunk('a')], end: 'open' },
    async (stream) => {
      await stream.cancel()
      await stream.return()
    },
    {},
    left,
  ],
  ['is never read', { body: [chunk('a')], end: 'open' }, async () => {}, { eventTimeout: 30 }, left],
  [
    'breaks off',
    { body: [chunk('a')], end: 'destroy' },
    readAll,
    {},
    { 'error.type': 'stream_error', 'tabby.error_reason': 'truncated' },
  ],
  [
    'fails',
    { body: [chunk('a'), event({ error: { message: 'no' } })] },
    readAll,
    {},
    { 'tabby.error_reason': 'server-error' },
  ],
  ['times out', { body: [chunk('a')], end: 'open' }, readAll, { idleTimeout: 40 }, { 'error.type': 'timeout' }],
  [
    'is no stream',
    { headers: { 'content-type': 'text/html' }, body: ['<html>'] },
    readAll,
    {},
    { 'tabby.error_reason': 'not-a-stream' },
  ],
]
test.each(streams)('a stream that %s ends its span once', async (_, answer, use, options, attributes) => {
  const { client, listSpans, listPoints } = await serveTraced(answer, {}, options)
  const run = async () => use(await streamChatCompletion(client, { messages }))
  await run().catch(() => {})
  await vi.waitFor(async () => expect(await listSpans()).toHaveLength(1), { interval: 10 })
  expect((await listSpans())[0]!.attributes).toMatchObject({ 'gen_ai.request.stream': true, ...attributes })
  const isError = 'error.type' in attributes || 'tabby.error_reason' in attributes
  expect((await listSpans())[0]!.status.code).toBe(isError ? SpanStatusCode.ERROR : SpanStatusCode.UNSET)
  const durations = (await listPoints()).filter(({ name }) => name === 'gen_ai.client.inference.duration')
  expect(durations).toMatchObject([{ value: { count: 1 } }])
})

test.each([
  ['is open', 599_000, 0],
  ['ends its span', 601_000, 1],
])('a stream without an event timeout that is never read %s after %i ms', async (_, time, count) => {
  const { client, listSpans } = await serveTraced({ body: [chunk('a')], end: 'open' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const stream = await streamChatCompletion(client, { messages }, { eventTimeout: false })
  vi.advanceTimersByTime(time)
  vi.useRealTimers()
  expect(await listSpans()).toHaveLength(count)
  await stream.cancel()
  expect((await listSpans()).map(({ attributes }) => attributes)).toMatchObject([left])
})

test('a stream that is read slowly outlives its event timeout', async () => {
  const { client, listSpans } = await serveTraced({ body: [chunk('a'), 500, chunk('b', {}, 'stop'), done] })
  const eventTimeout = 300
  const slow = await streamChatCompletion(client, { messages }, { eventTimeout })
  await slow.next()
  await new Promise((resolve) => setTimeout(resolve, eventTimeout + 40))
  expect(await listSpans()).toHaveLength(0)
  await readAll(slow)
  expect((await listSpans()).map(({ attributes }) => attributes['tabby.left_early'])).toEqual([undefined])
})
