import { expect, test } from 'vitest'
import { requestJson, requestStream } from '../src/index.js'
import { collect, done, event, open, ping, readAll } from './open-stream.js'
import { serve } from './serve.js'

const failure = event({ error: { message: 'the generator crashed', trace: null } })
const hundred = Array.from({ length: 100 }, (_, index) => ({ index }))
const page =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>nginx</h1></center></body></html>'

test.each([0, 1, 100])('an error after %i events is thrown after just these, which it carries', async (count) => {
  const before = hundred.slice(0, count)
  const { stream, over } = await open(
    { body: [ping, ...before.map(event), failure, event('later'), done], end: 'open' },
    {},
    { collector: collect() },
  )
  const { values, error } = await readAll(stream)
  expect(values).toEqual(before)
  expect(error).toMatchObject({ reason: 'server-error', partial: before })
  expect((await over).clientLeft).toBe(true)
})

test('one broken event among a hundred ends the stream there, and the connection with it', async () => {
  const { stream, over } = await open(
    { body: [...hundred.map(event), 'data: {"index": 1oo}\r\n\r\n', event('later'), done], end: 'open' },
    {},
    { collector: collect() },
  )
  const { values, error } = await readAll(stream)
  expect(values).toEqual(hundred)
  expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'invalid-event', partial: hundred })
  expect(JSON.stringify(error)).not.toContain('1oo')
  expect((await over).clientLeft).toBe(true)
})

test.each([200, 502, 503, 504])(
  'the page of a proxy (%i) is an error with the status, and without HTML',
  async (status) => {
    const { server, client } = await serve({ status, headers: { 'content-type': 'text/html' }, body: [page] })
    const errors = await Promise.all([
      requestJson(client, { path: '/v1/x' }).catch((error: unknown) => error),
      requestStream(client, { path: '/v1/x', body: {} }).catch((error: unknown) => error),
    ])
    const [whole, streamed] = errors
    if (status === 200) {
      expect(whole).toMatchObject({ code: 'invalid_response' })
      expect(streamed).toMatchObject({
        reason: 'not-a-stream',
        message: expect.stringMatching(/^POST \/v1\/x: the response is not .* its content type is text\/html: check/),
      })
    } else {
      expect(whole).toMatchObject({ name: 'TabbyApiError', code: 'server_error', status, detail: '' })
      expect(streamed).toMatchObject({ name: 'TabbyApiError', status, message: `POST /v1/x failed with ${status}` })
    }
    for (const error of errors) expect(`${error}${JSON.stringify(error)}`).not.toContain('<')
    expect((await server.requests.at(-1)!.over).clientLeft).toBe(false)
  },
)

test('CR, LF and CRLF may be mixed in one stream, and cut between CR and LF', async () => {
  const { stream } = await open({
    body: ['\ufeffdata: 1\n\ndata: 2\r\rdata: 3\r', '\n\r', '\ndata: 4\r\n\ndata: 5\n\r\ndata: [DONE]\r\r'],
  })
  expect(await readAll(stream)).toEqual({ values: [1, 2, 3, 4, 5] })
})

test('pings for ever do not fill memory or stack, and are ended by the timeout for content', async () => {
  const many = Array.from({ length: 20_000 }, () => ping).join('')
  const { stream, over } = await open({ body: [event(1), many, many, many], end: 'open' }, { eventTimeout: 300 })
  const { values, error } = await readAll(stream)
  expect(values).toEqual([1])
  expect(error).toMatchObject({
    timeout: 'eventTimeout',
    message: expect.stringContaining('POST /v1/x: the stream sent no event within the eventTimeout of 300 ms: raise'),
  })
  expect((await over).clientLeft).toBe(true)
})

test('an event of 400 kB that is cut off in a text full of quotes is told at once', async () => {
  const cut = `data: {"arguments": "${String.raw`\"name\": `.repeat(40_000)}`
  const { stream } = await open({ body: [cut] }, {}, { collector: collect() })
  const begin = performance.now()
  expect((await readAll(stream)).error).toMatchObject({ reason: 'truncated' })
  // Where a search began at each quote, 200 kB held the whole process up for 24 s.
  expect(performance.now() - begin).toBeLessThan(2000)
})
