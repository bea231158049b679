import { createEmulator } from '@tabby/emulator'
import { fetchAnswers, serveAnswers } from '@tabby/emulator/testing'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createTabbyClient, isTabbyError, requestJson, requestStream } from '../src/index.js'

/** What is answered to the next request; a server that is left running for all of them. */
let next: { status?: number; headers?: Record<string, string>; body?: (string | Uint8Array)[] } = {}
const server = await serveAnswers(() => next)
afterAll(() => server.close())
const client = createTabbyClient({ baseUrl: server.url, retry: false, timeout: 5000, eventTimeout: 5000 })
const json = { 'content-type': 'application/json' }

/** Runs a call, and fails unless it ends with a value or with one of our errors that is safe to print. */
async function settle<T>(call: Promise<T>): Promise<{ value?: T; code?: string }> {
  try {
    return { value: await call }
  } catch (error) {
    if (!isTabbyError(error)) throw error
    expect(`${error}${JSON.stringify(error)}`.length).toBeLessThan(100_000)
    expect(error.code, 'a call that hangs').not.toBe('timeout')
    return { code: error.code }
  }
}

async function readAll(stream: Promise<AsyncIterable<unknown>>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of await stream) values.push(value)
  return values
}
const stream = () => settle(readAll(requestStream(client, { path: '/v1/x', body: {} })))
const call = () => settle(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' }))

/** Pieces that look like an event stream more often than bytes drawn at random. */
const streamPiece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('data', 'data:', 'data: ', ': ping', 'event: message', 'id: 1', 'retry: 5', '[DONE]', '\ufeff'),
  fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\n\r\n', '\0', '{', '}', '"', '{"error":', '-Infinity', 'null'),
  fc.json({ maxDepth: 2 }).map((text) => `data: ${text}\n\n`),
)

test('any bytes as an event stream end with its events or with an error of ours', { timeout: 60_000 }, async () => {
  const outcomes = new Set<string>()
  const property = fc.asyncProperty(fc.array(streamPiece, { maxLength: 12 }), fc.boolean(), async (pieces, isDone) => {
    next = { body: [...pieces, ...(isDone ? ['\n\ndata: [DONE]\n\n'] : [])] }
    const { value, code } = await stream()
    outcomes.add(code ?? (value!.length > 0 ? 'events' : 'none'))
    // Only [DONE] makes a stream whole here, and bytes drawn at random may hold it.
    if (!isDone && !pieces.includes('[DONE]')) expect(code).toBe('stream_error')
  })
  await fc.assert(property, { numRuns: 500 })
  expect([...outcomes].sort()).toEqual(['events', 'none', 'stream_error'])
})

test('any events, split at any place, arrive as they were sent', { timeout: 60_000 }, async () => {
  // An object with an `error` is the server's way to say that the stream failed.
  const value = fc.jsonValue({ stringUnit: 'binary' }).filter((each) => !(each as { error?: unknown } | null)?.error)
  const events = fc.array(fc.tuple(value, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 6 })
  const property = fc.asyncProperty(events, fc.array(fc.nat(300)), async (sent, cuts) => {
    const text = sent.map(([each, end]) => `data: ${JSON.stringify(each)}${end}${end}: ping${end}${end}`).join('')
    const bytes = new TextEncoder().encode(`${text}data: [DONE]\n\n`)
    const places = [0, ...cuts.filter((at) => at < bytes.length).sort((left, right) => left - right), bytes.length]
    const fetch = fetchAnswers({ body: places.slice(1).map((end, index) => bytes.subarray(places[index], end)) })
    const local = createTabbyClient({ fetch })
    expect(await settle(readAll(requestStream(local, { path: '/v1/x', body: {} })))).toEqual({
      value: sent.map(([each]) => JSON.parse(JSON.stringify(each))),
    })
  })
  await fc.assert(property, { numRuns: 500 })
})

test('any JSON is given as it is, and anything else is an error of ours', { timeout: 60_000 }, async () => {
  const body = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 100 }))
  const property = fc.asyncProperty(body, async (sent) => {
    next = { headers: json, body: [sent] }
    const text = new TextDecoder().decode(typeof sent === 'string' ? new TextEncoder().encode(sent) : sent)
    let expected: object
    try {
      expected = { value: JSON.parse(text) as unknown }
    } catch {
      expected = { code: 'invalid_response' }
    }
    expect(await call()).toEqual(expected)
  })
  await fc.assert(property, { numRuns: 500 })
})

/** The bodies of errors: the shapes of the server with anything in them, and anything. */
const errorBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc.record({ detail: fc.jsonValue() }).map((body) => JSON.stringify(body)),
  fc.record({ error: fc.jsonValue() }).map((body) => JSON.stringify(body)),
  fc.array(fc.record({ type: fc.jsonValue(), loc: fc.jsonValue(), msg: fc.jsonValue() })).map((detail) => {
    return JSON.stringify({ detail })
  }),
)
const headerValue = fc.stringMatching(/^[ -~]{0,30}$/)
const headers = fc.record(
  {
    'content-type': fc.oneof(headerValue, fc.constantFrom('application/json', 'text/html', 'text/event-stream')),
    'retry-after': fc.oneof(headerValue, fc.nat().map(String)),
    location: headerValue,
    'x-any': headerValue,
  },
  { requiredKeys: [] },
)

test('any status, headers and body are an answer or an error of ours', { timeout: 60_000 }, async () => {
  const property = fc.asyncProperty(fc.integer({ min: 200, max: 599 }), headers, errorBody, async (...drawn) => {
    const [status, given, body] = drawn
    next = { status, headers: given, body: [204, 205, 304].includes(status) ? [] : [body] }
    const { code } = await call()
    const streamed = await stream()
    if (status > 299) expect([code, streamed.code]).not.toContain(undefined)
    if (status === 401) expect(code).toBe('authentication_error')
  })
  await fc.assert(property, { numRuns: 500 })
})

/** Half characters, and what can be mistaken for their escapes. */
const loneUnit = fc.constantFrom('\ud83d', '\ude00', '\\', 'ud83d', '"', 'é', '😀', '\u2028', '\0')

test('any text survives the way to the server and back, lone surrogates made well-formed', async () => {
  const emulator = createEmulator({ journal: 1, settings: { directives: false } })
  const local = createTabbyClient({ fetch: emulator.fetch })
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string({ unit: loneUnit }))
  const property = fc.asyncProperty(text, async (sent) => {
    const wellFormed = new TextDecoder().decode(new TextEncoder().encode(sent))
    const messages = [{ role: 'user', content: sent }]
    await requestJson(local, { path: '/v1/chat/completions', body: { messages, max_tokens: 1 } })
    expect(JSON.parse(emulator.journal[0]!.body!).messages).toEqual([{ role: 'user', content: wellFormed }])
    const read = { operation: 'read' } as const
    const { tokens } = await requestJson<{ tokens: number[] }>(local, {
      ...read,
      path: '/v1/token/encode',
      body: { text: sent, add_bos_token: false },
    })
    const decoded = await requestJson(local, { ...read, path: '/v1/token/decode', body: { tokens } })
    expect(decoded).toEqual({ text: wellFormed })
  })
  await fc.assert(property, { numRuns: 300 })
})
