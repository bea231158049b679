import { getEventListeners } from 'node:events'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyClient, requestStream, type TabbyClientOptions, type TabbyStreamRequest } from '../src/index.js'

const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
const done = 'data: [DONE]\r\n\r\n'
const ping = ': ping - 2026-11-20 23:24:46.821488+00:00\r\n\r\n'

async function open(answer: Answer, options: TabbyClientOptions = {}, request: Partial<TabbyStreamRequest<unknown>> = {}) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, ...options })
  const stream = await requestStream(client, { path: '/v1/x', body: {}, ...request })
  return { server, client, stream, over: server.requests[0]!.over }
}

async function readAll<T>(stream: AsyncIterable<T>) {
  const values: T[] = []
  try {
    for await (const value of stream) values.push(value)
    return { values }
  } catch (error) {
    return { values, error }
  }
}

/** Collects everything and calls an answer complete after `count` values. */
const collect = (count = Number.POSITIVE_INFINITY) => {
  const values: unknown[] = []
  return { add: (value: unknown) => void values.push(value), getResult: () => [...values], isComplete: () => values.length >= count }
}

test('events are given in order, pings are left out, and [DONE] ends the stream', async () => {
  const { stream } = await open({ body: [ping, event(1) + event(2), ping, event(3), done] })
  expect(await readAll(stream)).toEqual({ values: [1, 2, 3] })
})

test('[DONE] ends at once, although the body goes on', async () => {
  const { stream, over } = await open({ body: [event(1), done, event(2)], end: 'open' })
  expect(await readAll(stream)).toEqual({ values: [1] })
  expect((await over).clientLeft).toBe(true)
})

test('an error in the stream throws the words of the server, after the events before it', async () => {
  const error = { error: { message: 'Chat completion aborted. Please check the server console.', trace: 'secret trace' } }
  const { stream } = await open({ body: [event('a') + event('b') + event(error) + event('c')] }, {}, { collector: collect() })
  const { values, error: thrown } = await readAll(stream)
  expect(values).toEqual(['a', 'b'])
  expect(thrown).toMatchObject({
    name: 'TabbyStreamError',
    code: 'stream_error',
    reason: 'server-error',
    message: '/v1/x: server-error Chat completion aborted. Please check the server console.',
    partial: ['a', 'b'],
  })
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('a context error in the stream has the code that it has outside', async () => {
  const error = { error: { message: 'too long', type: 'invalid_request_error', param: null, code: 'context_length_exceeded' } }
  const { stream } = await open({ body: [event(error)] })
  expect((await readAll(stream)).error).toMatchObject({ code: 'context_length_exceeded', reason: 'server-error' })
})

test.each<[string, Answer]>([
  ['ends without [DONE]', { body: [event(1)] }],
  ['ends inside an event', { body: [event(1), 'data: {"a'] }],
  ['ends inside a character', { body: [event(1), 'data: "', new Uint8Array([0xf0, 0x9f])] }],
  ['breaks', { body: [event(1)], end: 'destroy' }],
  ['breaks inside an event', { body: [event(1), 'data: {"a'], end: 'destroy' }],
])('a body that %s is truncated', async (_, answer) => {
  const { stream } = await open(answer, {}, { collector: collect() })
  const { values, error } = await readAll(stream)
  expect(values).toEqual([1])
  expect(error).toMatchObject({ reason: 'truncated', code: 'stream_error', partial: [1] })
})

test('a body that just ends is complete when the collector says so, the last blank line missing or not', async () => {
  for (const end of ['complete', 'destroy'] as const) {
    const { stream } = await open({ body: [event(1), 'data: 2'], end }, {}, { collector: collect(2) })
    expect(await readAll(stream)).toEqual({ values: [1, 2] })
  }
})

test('-Infinity is a number, and text about Infinity stays text', async () => {
  const { stream } = await open({ body: ['data: {"a": -Infinity, "b": "-Infinity \\" Infinity", "c": Infinity}\r\n\r\n', done] })
  expect(await readAll(stream)).toEqual({
    values: [{ a: Number.NEGATIVE_INFINITY, b: '-Infinity " Infinity', c: Number.POSITIVE_INFINITY }],
  })
})

test('an event that is not JSON, or that the schema refuses, is invalid', async () => {
  const schema = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => (value === 1 ? { value } : { issues: [] }) } } as const
  for (const bad of ['data: {"a" 1}\r\n\r\n', event('secret')]) {
    const { stream } = await open({ body: [event(1), bad, event(1), done] }, {}, { schema })
    const { values, error } = await readAll(stream)
    expect(values).toEqual([1])
    expect(error).toMatchObject({ reason: 'invalid-event', message: '/v1/x: invalid-event' })
  }
})

test('an event that is too large is refused before it fills memory', async () => {
  const piece = 'x'.repeat(64 * 1024)
  const { stream, over } = await open({ body: ['data: "', ...Array.from({ length: 200 }, () => piece)], end: 'open' }, { maxEventSize: 1_000_000 })
  expect((await readAll(stream)).error).toMatchObject({ reason: 'invalid-event', message: '/v1/x: invalid-event max-buffer-size-exceeded' })
  expect((await over).clientLeft).toBe(true)
})

test.each([
  ['LF', '\n'],
  ['CR', '\r'],
  ['CRLF', '\r\n'],
])('lines may end in %s, after a byte order mark, with characters that other formats call line ends', async (_, end) => {
  const text = `data: "\u2028\u0085é😀"${end}${end}`
  const { stream } = await open({ body: [`\ufeff${text}${text}data: [DONE]${end}${end}`] })
  expect(await readAll(stream)).toEqual({ values: ['\u2028\u0085é😀', '\u2028\u0085é😀'] })
})

test('fields that are no data are passed over', async () => {
  const { stream } = await open({ body: [`event: message\nid: 7\nretry: 10\nwhatever: x\n${event(1)}`, done] })
  expect(await readAll(stream)).toEqual({ values: [1] })
})

test('an answer that is no event stream is not-a-stream, and its connection is closed', async () => {
  for (const type of ['text/html; charset=utf-8', 'application/json', 'text/plain']) {
    await expect(open({ headers: { 'content-type': type }, body: ['<html>'] })).rejects.toMatchObject({
      reason: 'not-a-stream',
      message: `/v1/x: not-a-stream ${type}`,
    })
  }
})

test('a whole JSON answer is read as if it had been streamed, where the caller knows how', async () => {
  const readDocument = (document: unknown) => document as unknown[]
  const headers = { 'content-type': 'application/json' }
  const { stream } = await open({ headers, body: ['["é', '", 2', ']'] }, {}, { readDocument })
  expect(await readAll(stream)).toEqual({ values: ['é', 2] })
  const indented = await open({ headers, body: ['[\r\n  "é",\n', '  2\n]\n'] }, {}, { readDocument })
  expect(await readAll(indented.stream)).toEqual({ values: ['é', 2] })
  const cut = await open({ headers, body: ['[1,'], end: 'destroy' }, {}, { readDocument })
  expect((await readAll(cut.stream)).error).toMatchObject({ reason: 'truncated' })
})

test('a stream has one reader', async () => {
  const { stream } = await open({ body: [event(1), done] })
  expect(await readAll(stream)).toEqual({ values: [1] })
  expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ reason: 'already-read' }))
})

test('calls of next that do not wait for each other get the events in order', async () => {
  const { stream } = await open({ body: [event(1), event(2) + event(3), done] })
  const results = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()])
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, undefined])
})

const endless: Answer = { body: [event(1), event(2)], end: 'open' }
type Stream = Awaited<ReturnType<typeof open>>['stream']
test.each<[string, (stream: Stream) => Promise<unknown>]>([
  ['break', async (stream) => { for await (const _ of stream) break }],
  ['a return from the loop', async (stream) => { for await (const _ of stream) return }],
  ['a throw in the loop', async (stream) => { try { for await (const _ of stream) throw new Error('x') } catch {} }],
  ['return()', async (stream) => { await stream.next(); await stream.return() }],
  ['cancel()', async (stream) => { await stream.next(); await stream.cancel() }],
  ['cancel() before anything was read', (stream) => stream.cancel()],
  ['cancel() while next() waits', async (stream) => { await stream.next(); await stream.next(); const next = stream.next(); await stream.cancel(); expect(await next).toEqual({ done: true, value: undefined }) }],
  ['await using', async (stream) => { await using open = stream; await open.next() }],
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

test('the signal closes the connection and throws its reason, while the consumer waits and while it does not', async () => {
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

test('silenceTimeout ends a stream without a byte, and pings hold it off', async () => {
  const silent = await open({ body: [event(1)], end: 'open' }, { silenceTimeout: 80, contentTimeout: false })
  expect(await readAll(silent.stream)).toMatchObject({ values: [1], error: { clock: 'silenceTimeout', limit: 80 } })
  expect((await silent.over).clientLeft).toBe(true)
  const pings = Array.from({ length: 6 }, () => [40, ping]).flat()
  const pinging = await open({ body: [event(1), ...pings, event(2), done] }, { silenceTimeout: 80, contentTimeout: false })
  expect(await readAll(pinging.stream)).toEqual({ values: [1, 2] })
})

test('contentTimeout ends a stream that only pings', async () => {
  const pings = Array.from({ length: 100 }, () => [20, ping]).flat()
  const { stream, over } = await open({ body: [event(1), ...pings] }, { contentTimeout: 120 }, { collector: collect() })
  const begin = performance.now()
  expect(await readAll(stream)).toMatchObject({ values: [1], error: { clock: 'contentTimeout', limit: 120, partial: [1] } })
  expect(performance.now() - begin).toBeLessThan(600)
  expect((await over).clientLeft).toBe(true)
})

test('no clock runs while the consumer is the slow one', async () => {
  const { stream } = await open({ body: [event(1), 1, event(2), 1, event(3), done] }, { silenceTimeout: 60, contentTimeout: 60 })
  let read = 0
  for await (const value of stream) {
    read = value as number
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
  expect(read).toBe(3)
})

test('the clocks of a call replace those of the client, and false switches them off', async () => {
  const quick = await open({ body: [event(1)], end: 'open' }, {}, { silenceTimeout: 30 })
  expect((await readAll(quick.stream)).error).toMatchObject({ clock: 'silenceTimeout', limit: 30 })
  const slow = await open({ body: [100, event(1), done] }, { silenceTimeout: 20, contentTimeout: 20 }, { silenceTimeout: false, contentTimeout: false })
  expect(await readAll(slow.stream)).toEqual({ values: [1] })
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

test('the connection serves the next stream after [DONE]', async () => {
  const { client, server, stream } = await open({ body: [event(1), done] })
  await readAll(stream)
  const ports = new Set<unknown>()
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    await readAll(await requestStream(client, { path: '/v1/x', body: {} }))
    ports.add(server.requests.at(-1)!.port)
  }
  expect(ports.size).toBe(1)
})
