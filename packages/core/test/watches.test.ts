import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import {
  requestJson,
  requestStream,
  type StandardSchema,
  type TabbyClientOptions,
  type TabbyRequest,
  type TabbyStreamRequest,
} from '../src/index.js'
import { collect, done, event, ping, readAll } from './open-stream.js'
import { json, ok } from './serve.js'
import { watchCalls } from './watch-calls.js'

const path = '/v1/x'
const body = {}

/** Refuses everything but numbers, and doubles those. */
const doubled: StandardSchema<number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'number' ? { value: value * 2 } : { issues: [{ message: 'not a number', path: [] }] },
  },
}

test('a JSON response is told as the server sent it, and that it is whole', async () => {
  const { client, values, ends } = await watchCalls({ headers: json, body: ['21'] })
  expect(await requestJson(client, { path, schema: doubled })).toBe(42)
  expect(values).toEqual([21])
  expect(ends).toEqual([{ whole: true }])
})

test.each<[string, Answer, Partial<TabbyRequest> & { schema?: StandardSchema<number> }, object]>([
  ['of the wrong shape', ok, { schema: doubled }, { code: 'invalid_response', reason: 'schema-mismatch' }],
  ['that is not JSON', { headers: json, body: ['<html>'] }, {}, { code: 'invalid_response', reason: 'invalid-json' }],
  ['that holds an error', { headers: json, body: ['{"error":"no"}'] }, {}, { code: 'server_error' }],
])('a JSON response %s ends with the error, and no value', async (_, answer, request, error) => {
  const { client, values, ends } = await watchCalls(answer)
  const thrown: unknown = await requestJson(client, { path, ...request }).catch((reason: unknown) => reason)
  expect(thrown).toMatchObject(error)
  expect(values).toEqual([])
  expect(ends).toEqual([{ whole: false, error: thrown }])
})

test('an answer that `verify` refuses ends with what it threw', async () => {
  const refusal = new Error('another model')
  const verify = () => {
    throw refusal
  }
  const { client, values, ends } = await watchCalls(ok)
  await expect(requestJson(client, { path, verify })).rejects.toBe(refusal)
  expect([values, ends]).toEqual([[], [{ whole: false, error: refusal }]])
})

/** Headers of a stream. */
const headers = { 'content-type': 'text/event-stream' }
const choice = (finish: string | null) => ({ choices: [{ index: 0, finish_reason: finish }] })

type StreamCase = [string, Answer, Partial<TabbyStreamRequest<unknown>>, TabbyClientOptions, unknown[], object]
test.each<StreamCase>([
  ['[DONE]', { headers, body: [event(1), ping, event(2), done] }, {}, {}, [1, 2], { whole: true }],
  [
    'a finish reason',
    { headers, body: [event(choice('stop'))] },
    { collector: collect(1) },
    {},
    [choice('stop')],
    { whole: true },
  ],
  ['its connection', { headers, body: [event(1)] }, {}, {}, [1], { whole: false, error: { reason: 'truncated' } }],
  ['half an event', { headers, body: ['data: {"a'] }, {}, {}, [], { whole: false, error: { reason: 'truncated' } }],
  [
    'an error event',
    { headers, body: [event(1), event({ error: { message: 'no' } })] },
    {},
    {},
    [1],
    { whole: false, error: { reason: 'server-error' } },
  ],
  [
    'an event of another shape',
    { headers, body: [event('a'), event(1)] },
    { schema: doubled },
    {},
    [],
    { whole: false, error: { reason: 'invalid-event' } },
  ],
  [
    'the idle timeout',
    { headers, body: [event(1)], end: 'open' },
    { idleTimeout: 40 },
    {},
    [1],
    { whole: false, error: { timeout: 'idleTimeout' } },
  ],
  [
    'the event timeout',
    { headers, body: [event(1)], end: 'open' },
    {},
    { eventTimeout: 40 },
    [1],
    { whole: false, error: { timeout: 'eventTimeout' } },
  ],
  [
    'a document in its place',
    { headers: json, body: ['[1,2]'] },
    { readDocument: (list) => list as unknown[] },
    {},
    [1, 2],
    { whole: true },
  ],
])('a stream that ends by %s is told so once', async (_, answer, request, options, expected, end) => {
  const { client, values, ends } = await watchCalls(answer, options)
  const { error } = await readAll(await requestStream(client, { path, body, ...request }))
  expect(values).toEqual(expected)
  expect(ends).toHaveLength(1)
  expect(ends[0]).toMatchObject(end)
  expect(ends[0]!.error).toBe(error)
})

test('what is told of a stream is what the server sent, before a schema changes it', async () => {
  const { client, values } = await watchCalls({ headers, body: [event(1), event(2), done] })
  expect(await readAll(await requestStream(client, { path, body, schema: doubled }))).toEqual({ values: [2, 4] })
  expect(values).toEqual([1, 2])
})

test.each<[string, Answer]>([
  ['a page', { headers: { 'content-type': 'text/html' }, body: ['<html>'] }],
  ['a document that cannot be read', { headers: json, body: ['{"a":1}'] }],
  ['an error with the status 200', { headers: json, body: ['{"error":{"message":"no"}}'] }],
])('%s in place of a stream ends with the error', async (_, answer) => {
  const { client, values, ends } = await watchCalls(answer)
  const thrown: unknown = await requestStream(client, { path, body }).catch((reason: unknown) => reason)
  expect(thrown).toBeInstanceOf(Error)
  expect([values, ends]).toEqual([[], [{ whole: false, error: thrown }]])
})

test('a body labelled as JSON that sends nothing ends with the timeout', async () => {
  const { client, ends } = await watchCalls({ headers: json, body: [' '], end: 'open' })
  await expect(requestStream(client, { path, body, idleTimeout: 40 })).rejects.toMatchObject({ code: 'timeout' })
  expect(ends).toMatchObject([{ whole: false, error: { timeout: 'idleTimeout' } }])
})

const open: Answer = { headers, body: [event(1), event(2)], end: 'open' }

test.each<[string, number]>([
  ['never read', 0],
  ['read once', 1],
])('an abort of a stream that was %s ends with the reason', async (_, reads) => {
  const { client, ends } = await watchCalls(open)
  const controller = new AbortController()
  const stream = await requestStream(client, { path, body, signal: controller.signal })
  for (let read = 0; read < reads; read++) await stream.next()
  const reason = new Error('enough')
  controller.abort(reason)
  expect(ends).toEqual([{ whole: false, error: reason }])
  await expect(stream.next()).rejects.toBe(reason)
  await stream.cancel()
  expect(ends).toHaveLength(1)
})

test('a loop that is left ends without an error', async () => {
  const { client, ends } = await watchCalls(open)
  for await (const value of await requestStream(client, { path, body })) if (value) break
  expect(ends).toEqual([{ whole: false }])
})

test('a stream that is cancelled, read or not, ends without an error', async () => {
  for (const reads of [0, 1]) {
    const { client, ends } = await watchCalls(open)
    const stream = await requestStream(client, { path, body })
    for (let read = 0; read < reads; read++) await stream.next()
    expect(ends).toEqual([])
    await stream.cancel()
    await stream.return()
    await stream[Symbol.asyncDispose]()
    expect(ends).toEqual([{ whole: false }])
  }
})

test('what comes after the end is not told: an abort after [DONE] is not a second end', async () => {
  const { client, ends } = await watchCalls({ headers, body: [event(1) + event(2) + done] })
  const controller = new AbortController()
  const stream = await requestStream(client, { path, body, signal: controller.signal })
  await stream.next()
  controller.abort()
  await stream.cancel()
  expect(ends).toEqual([{ whole: true }])
})
