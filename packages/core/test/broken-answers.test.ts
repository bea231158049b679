import { gzipSync } from 'node:zlib'
import type { ByteAnswer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { requestJson, requestStream } from '../src/index.js'
import { done, event, readAll } from './open-stream.js'
import { chunk, head, rawOk, serveRaw, streamHead } from './serve-raw.js'

const json = 'content-type: application/json'
const zipped = gzipSync('{"ok":true}')
const connectionError = { name: 'TabbyConnectionError', code: 'connection_error' }
const invalid = { name: 'TabbyResponseError', code: 'invalid_response' }

test.each<[string, ByteAnswer, object, number]>([
  ['closes without an answer', { pieces: [], end: 'finish' }, { ...connectionError, reason: 'UND_ERR_SOCKET' }, 3],
  ['resets without an answer', { pieces: [], end: 'reset' }, { ...connectionError, reason: 'ECONNRESET' }, 3],
  ['closes inside the status line', { pieces: ['HTTP/1.1 20'], end: 'finish' }, connectionError, 3],
  ['closes inside a header', { pieces: ['HTTP/1.1 200 OK\r\ncontent-le'], end: 'finish' }, connectionError, 3],
  [
    'answers something that is not HTTP',
    { pieces: ['\0\x01SSH-2.0-OpenSSH\r\n'], end: 'finish' },
    { ...connectionError, reason: expect.stringMatching(/^HPE_/) },
    3,
  ],
  [
    'sends 40 kB of headers',
    { pieces: [head(`x: ${'x'.repeat(40_000)}`)], end: 'finish' },
    { ...connectionError, reason: 'UND_ERR_HEADERS_OVERFLOW' },
    3,
  ],
  [
    'promises more than it sends',
    { pieces: [`${head(json, 'content-length: 20')}{"ok":true}`], end: 'finish' },
    connectionError,
    3,
  ],
  ['sends more than it promised', { pieces: [`${head(json, 'content-length: 5')}{"ok":true}`] }, invalid, 1],
  [
    'sends a chunk whose length is no number',
    { pieces: [`${head(json, 'transfer-encoding: chunked')}zz\r\n{"ok":true}\r\n0\r\n\r\n`] },
    connectionError,
    3,
  ],
  [
    'breaks off a chunked body without its last chunk',
    { pieces: [`${head(json, 'transfer-encoding: chunked')}${chunk('{"ok":true}')}`], end: 'finish' },
    connectionError,
    3,
  ],
  [
    'calls gzip what is none',
    { pieces: [`${head(json, 'content-encoding: gzip', 'content-length: 11')}{"ok":true}`] },
    { ...connectionError, reason: 'Z_DATA_ERROR' },
    3,
  ],
  ['answers 200 with nothing', { pieces: [head('content-length: 0')] }, invalid, 1],
  ['answers 204', { pieces: ['HTTP/1.1 204 No Content\r\n\r\n'] }, invalid, 1],
])(
  'a server that %s: an error of ours, at once, and as many requests as a read may cost',
  async (_, answer, ...rest) => {
    const [expected, times] = rest
    const { server, client } = await serveRaw(answer)
    const begin = performance.now()
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject(expected)
    expect(performance.now() - begin).toBeLessThan(3000)
    expect(server.requests).toHaveLength(times)
    await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).rejects.toMatchObject(
      expected,
    )
    expect(server.requests).toHaveLength(times + 1)
  },
)

test.each<[string, ByteAnswer]>([
  ['zipped', { pieces: [head(json, 'content-encoding: gzip', `content-length: ${zipped.length}`), zipped] }],
  ['behind early hints', { pieces: [`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${rawOk}`] }],
  ['of HTTP/1.0, which ends with the connection', { pieces: [`HTTP/1.0 200 OK\r\n\r\n{"ok":true}`], end: 'finish' }],
  ['whose length nobody promised', { pieces: [`${head(json)}{"ok":true}`], end: 'finish' }],
  ['without a reason phrase', { pieces: [rawOk.replace(' OK', '')] }],
  ['that comes byte by byte', { pieces: rawOk.split('').flatMap((byte) => [byte, 1]) }],
])('an answer %s is read', async (_, answer) => {
  const { client } = await serveRaw(answer)
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
})

test('a timeout covers headers that trickle in, and the connection is closed', async () => {
  const { server, client } = await serveRaw({ pieces: rawOk.split('').flatMap((byte) => [byte, 20]) }, { timeout: 150 })
  const begin = performance.now()
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ timeout: 'timeout', limit: 150 })
  expect(performance.now() - begin).toBeLessThan(2000)
  expect((await server.requests[0]!.closed) - begin).toBeLessThan(2000)
})

test('a stream is read byte by byte, zipped, or over HTTP/1.0', async () => {
  const text = event('é😀') + event(2) + done
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))
  const type = 'content-type: text/event-stream'
  const packed = gzipSync(text)
  const answers: ByteAnswer[] = [
    { pieces: [streamHead, ...bytes.flatMap((byte) => ['1\r\n', byte, '\r\n']), '0\r\n\r\n'] },
    { pieces: [head(type, 'content-encoding: gzip', `content-length: ${packed.length}`), packed] },
    { pieces: [`HTTP/1.0 200 OK\r\n${type}\r\n\r\n${text}`], end: 'finish' },
  ]
  for (const answer of answers) {
    const { client } = await serveRaw(answer)
    expect(await readAll(await requestStream(client, { path: '/v1/x', body: {} }))).toEqual({ values: ['é😀', 2] })
  }
})

test.each<[string, ByteAnswer]>([
  ['is reset', { pieces: [streamHead, chunk(event(1)), 20], end: 'reset' }],
  ['is half-closed', { pieces: [streamHead, chunk(event(1)), 20], end: 'finish' }],
  ['ends inside a chunk', { pieces: [streamHead, chunk(event(1)), 'ff\r\ndata: {"a'], end: 'finish' }],
  ['goes on with garbage', { pieces: [streamHead, chunk(event(1)), 20, '\0garbage\0'] }],
])('a stream that %s is truncated after what had arrived, and is not asked for again', async (_, answer) => {
  const { server, client } = await serveRaw(answer)
  const { values, error } = await readAll(await requestStream(client, { path: '/v1/x', body: {} }))
  expect(values).toEqual([1])
  expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'truncated' })
  expect(server.requests).toHaveLength(1)
  await server.requests[0]!.closed
})

test.each(['finish', 'reset'] as const)(
  'a server that ends idle connections (%s) is reached over a new one, also by what is never sent twice',
  async (end) => {
    const { server, client } = await serveRaw({ pieces: [rawOk, 10], end }, { retry: false })
    for (let round = 0; round < 5; round++) {
      expect(await requestJson(client, { path: '/v1/x', body: {}, operation: 'change' })).toEqual({ ok: true })
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    expect(server.requests.map(({ connection }) => connection)).toEqual([0, 1, 2, 3, 4])
  },
)

test('one connection serves one call after the other', async () => {
  const { server, client } = await serveRaw({ pieces: [rawOk] })
  for (let round = 0; round < 5; round++) {
    await requestJson(client, { path: '/v1/x', body: { round } })
    // Node gives a connection back a turn after the body's end.
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 0, 0, 0, 0])
})
