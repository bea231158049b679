import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { requestStream } from '../src/index.js'
import { collect, done, event, open, ping, readAll } from './open-stream.js'

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
  const error = {
    error: { message: 'Chat completion aborted. Please check the server console.', trace: 'secret trace' },
  }
  const { stream } = await open(
    { body: [event('a') + event('b') + event(error) + event('c')] },
    {},
    { collector: collect() },
  )
  const { values, error: thrown } = await readAll(stream)
  expect(values).toEqual(['a', 'b'])
  expect(thrown).toMatchObject({
    name: 'TabbyStreamError',
    code: 'stream_error',
    reason: 'server-error',
    message:
      'POST /v1/x: the server reported an error in the stream: ' +
      'Chat completion aborted. Please check the server console.',
    partial: ['a', 'b'],
  })
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('a context error in the stream has the code that it has outside', async () => {
  const error = {
    error: { message: 'too long', type: 'invalid_request_error', param: null, code: 'context_length_exceeded' },
  }
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
  expect(error).toHaveProperty(
    'message',
    'POST /v1/x: the stream ended before the completion was finished: ' +
      'the server or a proxy closed the connection, so see their logs',
  )
})

test('a body that just ends is complete when the collector says so, the last blank line missing or not', async () => {
  for (const end of ['complete', 'destroy'] as const) {
    const { stream } = await open({ body: [event(1), 'data: 2'], end }, {}, { collector: collect(2) })
    expect(await readAll(stream)).toEqual({ values: [1, 2] })
  }
})

test('-Infinity is a number, and text about Infinity stays text', async () => {
  const { stream } = await open({
    body: ['data: {"a": -Infinity, "b": "-Infinity \\" Infinity", "c": Infinity}\r\n\r\n', done],
  })
  expect(await readAll(stream)).toEqual({
    values: [{ a: Number.NEGATIVE_INFINITY, b: '-Infinity " Infinity', c: Number.POSITIVE_INFINITY }],
  })
})

test('an event that is not JSON, or that the schema refuses, is invalid', async () => {
  const schema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) =>
        value === 1 ? { value } : { issues: [{ message: 'secret', path: ['choices', 0, 'text'] }] },
    },
  } as const
  for (const [bad, why] of [
    [
      'data: {"a" 1}\r\n\r\n',
      'the stream has an event that is not JSON: check the server, and any proxy in front of it',
    ],
    [event('secret'), 'an event has an unexpected shape at choices.0.text: check that baseUrl leads to the server'],
  ] as const) {
    const { stream } = await open({ body: [event(1), bad, event(1), done] }, {}, { schema })
    const { values, error } = await readAll(stream)
    expect(values).toEqual([1])
    expect(error).toMatchObject({ reason: 'invalid-event', message: `POST /v1/x: ${why}` })
  }
})

test('an event that is too large is refused before it fills memory', async () => {
  const piece = 'x'.repeat(64 * 1024)
  const { stream, over } = await open(
    { body: ['data: "', ...Array.from({ length: 200 }, () => piece)], end: 'open' },
    { maxEventSize: 1_000_000 },
  )
  expect((await readAll(stream)).error).toMatchObject({
    reason: 'invalid-event',
    message:
      'POST /v1/x: an event is larger than maxEventSize (1000000 characters): ' +
      'raise this option if the server sends such events',
  })
  expect((await over).clientLeft).toBe(true)
})

test.each([
  ['LF', '\n'],
  ['CR', '\r'],
  ['CRLF', '\r\n'],
])(
  'lines may end in %s, after a byte order mark, with characters that other formats call line ends',
  async (_, end) => {
    const text = `data: "\u2028\u0085é😀"${end}${end}`
    const { stream } = await open({ body: [`\ufeff${text}${text}data: [DONE]${end}${end}`] })
    expect(await readAll(stream)).toEqual({ values: ['\u2028\u0085é😀', '\u2028\u0085é😀'] })
  },
)

test('fields that are no data are passed over', async () => {
  const { stream } = await open({ body: [`event: message\nid: 7\nretry: 10\nwhatever: x\n${event(1)}`, done] })
  expect(await readAll(stream)).toEqual({ values: [1] })
})

test('an answer that is no event stream is not-a-stream, and its connection is closed', async () => {
  const hint = 'if it is one, name its type in acceptContentType'
  const check = 'check that baseUrl leads to the server, and any proxy in front of it'
  for (const [type, end] of [
    ['text/html; charset=utf-8', check],
    ['application/json', check],
    ['text/plain', hint],
    ['application/octet-stream', hint],
  ] as const) {
    await expect(open({ headers: { 'content-type': type }, body: ['<html>'] })).rejects.toMatchObject({
      reason: 'not-a-stream',
      message: `POST /v1/x: the response is not an event stream, because its content type is ${type}: ${end}`,
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
  expect(() => stream[Symbol.asyncIterator]()).toThrow(
    expect.objectContaining({
      reason: 'already-read',
      message: 'POST /v1/x: a stream has one reader, and this one was read before: send the request again',
    }),
  )
})

test('calls of next that do not wait for each other get the events in order', async () => {
  const { stream } = await open({ body: [event(1), event(2) + event(3), done] })
  const results = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()])
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, undefined])
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
