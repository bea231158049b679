import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { requestJson, requestStream } from '../src/index.js'
import { json, serve } from './serve.js'
import { head, serveRaw } from './serve-raw.js'

const type = 'content-type: application/json'

/** JSON of exactly so many bytes. */
const sized = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`

test('a response of exactly maxResponseSize is read, and one byte more is too large', async () => {
  for (const chunks of [(text: string) => [text], (text: string) => text.match(/.{1,100}/g)!]) {
    for (const [bytes, isRead] of [
      [1000, true],
      [1001, false],
    ] as const) {
      const { client } = await serve({ headers: json, body: chunks(sized(bytes)) }, { maxResponseSize: 1000 })
      const call = requestJson(client, { path: '/v1/x' })
      if (isRead) expect(await call).toHaveLength(998)
      else {
        await expect(call).rejects.toMatchObject({
          name: 'TabbyResponseError',
          code: 'invalid_response',
          reason: 'too-large',
          message: 'GET /v1/x: the response is larger than maxResponseSize (1000 bytes) and was cancelled',
        })
      }
    }
  }
})

test('the size is that of the bytes, not of the characters', async () => {
  const { client } = await serve({ headers: json, body: [`"${'é'.repeat(500)}"`] }, { maxResponseSize: 1001 })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ reason: 'too-large' })
})

test('what is compressed counts decompressed, and reading stops there', async () => {
  const zipped = gzipSync(sized(100_000_000))
  const { client, server } = await serveRaw(
    { pieces: [head(type, 'content-encoding: gzip', `content-length: ${zipped.length}`), zipped] },
    { maxResponseSize: 1_000_000 },
  )
  const before = process.memoryUsage()
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ reason: 'too-large' })
  const after = process.memoryUsage()
  expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(40_000_000)
  expect(server.requests).toHaveLength(1)
})

test('a response that is too large is not asked for again, and its connection is closed', async () => {
  const { client, server } = await serve(
    { headers: json, body: [sized(2000), 2000], end: 'open' },
    { maxResponseSize: 1000 },
  )
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ reason: 'too-large' })
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  expect(server.requests).toHaveLength(1)
})

test('a response of many pieces, some within a character, is put together as it was', async () => {
  const text = JSON.stringify('é😀語'.repeat(1000))
  const pieces = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))
  const { client } = await serveRaw({ pieces: [head(type, `content-length: ${Buffer.byteLength(text)}`), ...pieces] })
  expect(await requestJson(client, { path: '/v1/x' })).toBe('é😀語'.repeat(1000))
})

const mebi = 2 ** 20
test.each([
  ['JSON', (bytes: number) => `{"detail":"${'x'.repeat(bytes - 13)}"}`, ''],
  ['text', (bytes: number) => 'x'.repeat(bytes), `${'x'.repeat(1999)}…`],
])('of an error in %s no more than 1 MiB is read, and it keeps its status', async (_, write, detail) => {
  const cut = { name: 'TabbyApiError', status: 500, code: 'server_error' }
  const whole = await serve({ status: 500, headers: json, body: [write(mebi)] })
  const error = await requestJson(whole.client, { path: '/v1/x' }).catch((thrown: unknown) => thrown as Error)
  expect(error).toMatchObject({ ...cut, detail: `${'x'.repeat(1999)}…` })
  const large = await serve({ status: 500, headers: json, body: [write(mebi + 1), 2000], end: 'open' })
  await expect(requestJson(large.client, { path: '/v1/x' })).rejects.toMatchObject({
    ...cut,
    detail,
    message: expect.stringContaining('(its body is larger than 1048576 bytes and was not read to its end)'),
  })
  expect((await large.server.requests[0]!.over).clientLeft).toBe(true)
})

test('an error in answer to a request for a stream has the same limit', async () => {
  const { client, server } = await serve({ status: 400, body: ['x'.repeat(2 * mebi), 2000], end: 'open' })
  await expect(requestStream(client, { path: '/v1/x', body: {} })).rejects.toMatchObject({ status: 400 })
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('a long list of what does not fit the schema does not make a long error', async () => {
  const { client } = await serve({ headers: json, body: ['[]'] })
  const issues = Array.from({ length: 100_000 }, (_, index) => ({ message: '', path: ['x'.repeat(500), index] }))
  const schema = { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues }) } } as const
  const error = await requestJson(client, { path: '/v1/x', schema }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ reason: 'schema-mismatch' })
  const { message, paths } = error as { message: string; paths: string[] }
  expect(message.length).toBeLessThan(2100)
  expect(paths).toHaveLength(100)
  expect(Math.max(...paths.map((path) => path.length))).toBe(200)
})
