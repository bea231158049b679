import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { requestJson, requestStream, type TabbyClient, wrapTabbyClient } from '@tabby/core'
import { type Answer, readAll } from '@tabby/emulator/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTabbyPool } from '../src/index.js'
import { closeLater, getBusy, json, serveScript } from './serve-member.js'

const chunk = (content: string, reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', model: 'a-model', choices: [{ index: 0, delta: { content }, finish_reason: reason }] })}\r\n\r\n`
const done = 'data: [DONE]\r\n\r\n'
const error = 'data: {"error":{"message":"CUDA error"}}\r\n\r\n'
const messages = [{ role: 'user', content: 'Hi' }]
type Call = (pool: TabbyClient) => Promise<unknown>

const stream: Call = (pool) => streamChatCompletion(pool, { messages }, { eventTimeout: 200, idleTimeout: 200 })
const read: Call = async (pool) => readAll((await stream(pool)) as AsyncIterable<unknown>)
const open = async (pool: TabbyClient) => (await stream(pool)) as Awaited<ReturnType<typeof streamChatCompletion>>

async function serveOne(answer: Answer) {
  const server = await serveScript(answer)
  const pool = closeLater(createTabbyPool([server.client], { checkInterval: false }))
  await pool.check()
  return { server, pool }
}

test.each<[string, Answer, Call]>([
  ['[DONE]', { body: [chunk('a'), done] }, read],
  ['finish reasons without [DONE]', { body: [chunk('a', 'stop')] }, read],
  ['a body that is cut', { body: [chunk('a')], end: 'destroy' }, read],
  ['a body that just ends', { body: [chunk('a')] }, read],
  ['an error event', { body: [chunk('a'), error] }, read],
  ['an event that is not JSON', { body: ['data: {\r\n\r\n'] }, read],
  ['silence', { body: [chunk('a')], end: 'open' }, read],
  ['a page instead of a stream', { headers: { 'content-type': 'text/html' }, body: ['<h1>'] }, read],
  ['a document instead of a stream', json({ error: { message: 'no' } }), read],
  [
    'a break',
    { body: [chunk('a')], end: 'open' },
    async (pool) => {
      for await (const _ of await open(pool)) break
    },
  ],
  [
    'a cancel before anything was read',
    { body: [chunk('a')], end: 'open' },
    async (pool) => (await open(pool)).cancel(),
  ],
  [
    'two cancels after the end',
    { body: [chunk('a'), done] },
    async (pool) => {
      const opened = await open(pool)
      await readAll(opened)
      await opened.cancel()
      await opened.return()
    },
  ],
  [
    'an abort of a stream',
    { body: [chunk('a')], end: 'open' },
    async (pool) => {
      const controller = new AbortController()
      const opened = await streamChatCompletion(pool, { messages }, { signal: controller.signal })
      await opened.next()
      controller.abort()
    },
  ],
  [
    'an abort of a stream that nobody reads',
    { body: [chunk('a')], end: 'open' },
    async (pool) => {
      const controller = new AbortController()
      await streamChatCompletion(pool, { messages }, { signal: controller.signal })
      controller.abort()
    },
  ],
  [
    'an abort before the headers',
    { body: [500], end: 'open' },
    async (pool) => requestJson(pool, { path: '/v1/x', signal: AbortSignal.timeout(50) }),
  ],
  ['a stream that is never read, after its eventTimeout', { body: [chunk('a')], end: 'open' }, stream],
  ['JSON', json({ ok: true }), (pool) => requestJson(pool, { path: '/v1/x' })],
  [
    'JSON that is not',
    { headers: { 'content-type': 'application/json' }, body: ['{'] },
    (pool) => requestJson(pool, { path: '/v1/x' }),
  ],
  ['JSON that nobody parses', json({ ok: true }), (pool) => pool.send({ path: '/v1/x' })],
  ['an error status', json({ detail: 'no' }, 400), (pool) => createChatCompletion(pool, { messages })],
  [
    'a wrapper that drops the watches',
    { body: [chunk('a'), done] },
    (pool) => {
      const careless = wrapTabbyClient(pool, (send) => async (request) => ({ ...(await send(request)), watches: [] }))
      return requestStream(careless, { path: '/v1/x', body: {}, eventTimeout: 200 })
    },
  ],
])('after %s the server counts as idle, and never as less', async (_, answer, call) => {
  const { server, pool } = await serveOne(answer)
  await call(pool).catch(() => {})
  await expect.poll(() => getBusy(pool), { timeout: 5000 }).toEqual([0])
  expect(server.calls).toHaveLength(1)
  // A count that was freed twice would be below 0 now.
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(getBusy(pool)).toEqual([0])
})

test('while it runs a call counts, also a stream that is read slower than its eventTimeout', async () => {
  const body = Array.from({ length: 20 }, () => [chunk('a'), 30]).flat()
  const { pool } = await serveOne({ body: [...body, done] })
  const opened = await open(pool)
  const busy: number[][] = []
  for await (const _ of opened) busy.push(getBusy(pool))
  expect(busy).toHaveLength(20)
  expect(busy.flat()).toEqual(Array.from({ length: 20 }, () => 1))
  expect(getBusy(pool)).toEqual([0])
})

test('a stream without an eventTimeout that is never read is freed after ten minutes', async () => {
  const { pool } = await serveOne({ body: [chunk('a')], end: 'open' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  await streamChatCompletion(pool, { messages }, { eventTimeout: false })
  vi.advanceTimersByTime(599_999)
  expect(getBusy(pool)).toEqual([1])
  vi.advanceTimersByTime(1)
  expect(getBusy(pool)).toEqual([0])
})

test('a stream that was not read for its eventTimeout and is cancelled later is freed once', async () => {
  const { pool } = await serveOne({ body: [chunk('a')], end: 'open' })
  const opened = await open(pool)
  await expect.poll(() => getBusy(pool)).toEqual([0])
  await opened.cancel()
  expect(getBusy(pool)).toEqual([0])
})

test('a stream is free when it ends, not after its eventTimeout', async () => {
  const { pool } = await serveOne({ body: [chunk('a'), done] })
  await readAll(await streamChatCompletion(pool, { messages }))
  expect(getBusy(pool)).toEqual([0])
})
