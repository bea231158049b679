import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { requestJson, requestStream, type TabbyClient } from '../src/index.js'
import { done, event, readAll } from './open-stream.js'
import { rawOk, serveRaw, streamHead } from './serve-raw.js'
import { json, serve } from './serve.js'

/** A whole answer and a stream: both cost GPU time once they have begun. */
const generations: Record<string, (client: TabbyClient) => Promise<unknown>> = {
  'a generation': (client) => requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' }),
  'a stream': async (client) => await readAll(await requestStream(client, { path: '/v1/x', body: {} })),
}
/** Each failure of a list for each kind of generation. */
const cross = <T extends unknown[]>(failures: T[]) =>
  Object.keys(generations).flatMap((kind) => failures.map((failure) => [kind, ...failure] as const))
const reject = (status: number, headers = {}): Answer => ({ status, headers: { ...json, ...headers }, body: ['{}'] })

const failures: [string, number, Answer][] = [
  ['400', 1, reject(400)],
  ['401', 1, reject(401)],
  ['408', 1, reject(408)],
  ['422', 1, reject(422)],
  ['500', 1, reject(500)],
  ['501', 1, reject(501)],
  ['503', 1, reject(503)],
  ['503 with Retry-After', 3, reject(503, { 'retry-after': '0' })],
  ['429', 3, reject(429)],
  ['502', 1, reject(502)],
  ['502 with Retry-After', 3, reject(502, { 'retry-after': '0' })],
  ['429 that was retried already', 1, reject(429, { 'x-should-retry': 'false' })],
  ['500 that may be retried', 3, reject(500, { 'x-should-retry': 'true', 'retry-after': '0' })],
  ['504', 1, reject(504)],
]
test.each(cross(failures))('%s that is answered with %s reaches the server %i times', async (...row) => {
  const [kind, , times, answer] = row
  const { server, client } = await serve(answer)
  await expect(generations[kind]!(client)).rejects.toMatchObject({ status: answer.status })
  expect(server.requests).toHaveLength(times)
})

const breaks: [string, Parameters<typeof serveRaw>[0]][] = [
  ['is reset before an answer', { pieces: [20], end: 'reset' }],
  ['is closed before an answer', { pieces: [20], end: 'finish' }],
  ['brings garbage', { pieces: ['garbage\r\n\r\n'], end: 'finish' }],
  ['breaks in the status line', { pieces: ['HTTP/1.1 2'], end: 'reset' }],
  ['breaks in the body', { pieces: [rawOk.slice(0, -5)], end: 'reset' }],
  ['breaks in a stream', { pieces: [streamHead, 20], end: 'reset' }],
]
test.each(cross(breaks))('%s whose connection %s reaches the server once', async (kind, _, answer) => {
  const { server, client } = await serveRaw(answer)
  const outcome = await generations[kind]!(client).catch((error: unknown) => error)
  expect(JSON.stringify(outcome)).toMatch(/connection_error|stream_error/)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(server.requests).toHaveLength(1)
})

test('a generation that ran out of time, or was aborted, reaches the server once', async () => {
  const { server, client } = await serve({ headers: json, body: [2000, '{}'] })
  const generate = { path: '/v1/x', body: {}, operation: 'generate' } as const
  await expect(requestJson(client, { ...generate, timeout: 500 })).rejects.toMatchObject({ timeout: 'timeout' })
  await expect(requestJson(client, { ...generate, signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout')
  expect(server.requests).toHaveLength(2)
})

test('a stream whose timeouts ran out reaches the server once', async () => {
  for (const name of ['idleTimeout', 'eventTimeout'] as const) {
    const { server, client } = await serve({ body: [event(1)], end: 'open' }, { [name]: 50 })
    const { error } = await readAll(await requestStream(client, { path: '/v1/x', body: {} }))
    expect(error).toMatchObject({ timeout: name })
    expect(server.requests).toHaveLength(1)
  }
})

test('a stream that was refused for a moment is opened again, and read once', async () => {
  const { server, client } = await serve((_, index) => (index < 2 ? reject(429) : { body: [event(1), done] }))
  expect(await readAll(await requestStream(client, { path: '/v1/x', body: {} }))).toEqual({ values: [1] })
  expect(server.requests).toHaveLength(3)
})

/** Sends a call to a server that names a time once, and returns how long it took, in milliseconds. */
async function measureWait(getValue: () => string, options = {}) {
  const { client } = await serve(
    (_, index) => (index ? reject(200) : reject(429, { 'retry-after': getValue() })),
    options,
  )
  const begin = performance.now()
  await requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })
  return performance.now() - begin
}

test('Retry-After is waited for as seconds and as a date, past or not, and cut to its cap', async () => {
  const inTwoSeconds = () => new Date(Date.now() + 2000).toUTCString()
  const [seconds, date, past, capped, nonsense] = await Promise.all([
    measureWait(() => '1'),
    measureWait(inTwoSeconds),
    measureWait(() => 'Wed, 21 Oct 2015 07:28:00 GMT'),
    measureWait(() => '3600', { retry: { maxRetryAfter: 200 } }),
    measureWait(() => 'soon', { retry: { delay: () => 150 } }),
  ])
  expect(seconds).toBeGreaterThan(990)
  expect(seconds).toBeLessThan(3000)
  // A date has whole seconds, so up to one of the two is lost.
  expect(date).toBeGreaterThan(990)
  expect(date).toBeLessThan(4000)
  expect(past).toBeLessThan(2000)
  expect(capped).toBeGreaterThan(190)
  expect(capped).toBeLessThan(3000)
  expect(nonsense).toBeGreaterThan(140)
})
