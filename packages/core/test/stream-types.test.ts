import { expect, test } from 'vitest'
import { requestStream } from '../src/index.js'
import { done, event, open, readAll } from './open-stream.js'
import { serve } from './serve.js'

const body = [event(1), event(2), done]
const readDocument = (document: unknown) => document as unknown[]

test.each([
  'text/event-stream',
  'Text/Event-Stream',
  'TEXT/EVENT-STREAM; charset=UTF-8',
  ' text/event-stream ;x=1',
  'application/json',
  'Application/JSON; charset=utf-8',
  'application/x-ndjson+json',
])('an event stream that is labelled %j is read', async (type) => {
  for (const pieces of [body, [':ping\n\n', ...body], ['\ufeff', ...body], ['\r\n\r\n', 20, ...body]]) {
    const { stream } = await open({ headers: { 'content-type': type }, body: pieces }, {}, { readDocument })
    expect(await readAll(stream)).toEqual({ values: [1, 2] })
  }
})

test.each(['[1,2]', ' \r\n[1,2]', '\ufeff[1,2]'])('a document that begins %j is one', async (text) => {
  const { stream } = await open({ headers: { 'content-type': 'application/json' }, body: [text] }, {}, { readDocument })
  expect(await readAll(stream)).toEqual({ values: [1, 2] })
})

test.each([
  ['application/octet-stream', 'application/octet-stream'],
  ['text/plain; charset=utf-8', ['text/plain', 'application/octet-stream']],
  ['Text/Plain', 'TEXT/plain'],
])('an event stream that is labelled %j is read with acceptContentType', async (type, acceptContentType) => {
  const { client } = await serve({ headers: { 'content-type': type }, body })
  const request = { path: '/v1/x', body: {} }
  expect(await readAll(await requestStream(client, { ...request, acceptContentType }))).toEqual({ values: [1, 2] })
  await expect(requestStream(client, request)).rejects.toMatchObject({
    reason: 'not-a-stream',
    message:
      `POST /v1/x: the response is not an event stream, because its content type is ${type}: ` +
      'if it is one, name its type in acceptContentType',
  })
  await expect(requestStream(client, { ...request, acceptContentType: 'text/x' })).rejects.toMatchObject({
    reason: 'not-a-stream',
  })
})

test('the first byte of what is labelled JSON is waited for under the timeout and the signal', async () => {
  const { client, server } = await serve({ headers: { 'content-type': 'application/json' }, body: [2000], end: 'open' })
  const request = { path: '/v1/x', body: {} }
  await expect(requestStream(client, { ...request, idleTimeout: 50 })).rejects.toMatchObject({
    timeout: 'idleTimeout',
    limit: 50,
    message:
      'POST /v1/x: the stream sent nothing within the idleTimeout of 50 ms: ' +
      'raise this option of the client or the call if the server needs longer',
  })
  const controller = new AbortController()
  setTimeout(() => controller.abort('enough'), 100)
  await expect(requestStream(client, { ...request, signal: controller.signal })).rejects.toBe('enough')
  for (const { over } of server.requests) expect((await over).clientLeft).toBe(true)
})

test('leaving a stream that is labelled JSON closes its connection', async () => {
  const headers = { 'content-type': 'application/json' }
  const { stream, over } = await open({ headers, body: [event(1), 2000], end: 'open' }, {}, { readDocument })
  expect(await stream.next()).toEqual({ done: false, value: 1 })
  await stream.cancel()
  expect((await over).clientLeft).toBe(true)
})
