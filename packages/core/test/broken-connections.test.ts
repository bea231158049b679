import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyClient, requestJson } from '../src/index.js'
import { head, serveRaw } from './serve-raw.js'
import { ok, serve } from './serve.js'

const json = 'content-type: application/json'

test('a body that breaks off is told apart from no answer at all', async () => {
  const cut = await serveRaw({ pieces: [`${head(json, 'content-length: 20')}{"ok"`], end: 'finish' }, { retry: false })
  await expect(requestJson(cut.client, { path: '/v1/x' })).rejects.toMatchObject({
    code: 'connection_error',
    message: `GET /v1/x: the response from ${cut.server.url} broke off before its end (UND_ERR_SOCKET)`,
  })
  const silent = await serveRaw({ pieces: [], end: 'finish' }, { retry: false })
  await expect(requestJson(silent.client, { path: '/v1/x' })).rejects.toMatchObject({
    message: `GET /v1/x got no response from ${silent.server.url} (UND_ERR_SOCKET)`,
  })
})

test('the body of an error that breaks off is told so too', async () => {
  const pieces = [`HTTP/1.1 400 Bad Request\r\n${json}\r\ncontent-length: 20\r\n\r\n{"deta`]
  const { client } = await serveRaw({ pieces, end: 'finish' }, { retry: false })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toThrow('broke off before its end')
})

test('https in front of a port that speaks http is told so', async () => {
  const { server } = await serve(ok)
  const client = createTabbyClient({ baseUrl: server.url.replace('http:', 'https:'), retry: false })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toThrow(/try http:\/\/ in baseUrl$/)
})

test('http in front of a port that speaks another protocol is told so', async () => {
  // What a TLS server answers to what is no TLS: an alert.
  const server = createServer((socket) => void socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 22])))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${port}`, retry: false })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toThrow(/try https:\/\/ in baseUrl$/)
})

test.each([
  ['a circle of causes', () => Object.assign(new Error('x'), { code: 'EBAD' }), (error: object) => ({ cause: error })],
  ['an error that is its own cause', () => Object.assign(new Error('x'), { code: 'EBAD' }), () => undefined],
])('%s ends', async (_, make, wrap) => {
  const error = make() as Error & { cause?: unknown }
  error.cause = wrap(error) ?? error
  const client = createTabbyClient({ fetch: () => Promise.reject(error), retry: false })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ reason: 'EBAD' })
})

test.each<[unknown]>([[null], [undefined], ['text'], [5], [{ code: { secret: 1 } }], [{ cause: 'secret' }]])(
  'a fetch that throws %j is a connection error without a reason',
  async (thrown) => {
    const client = createTabbyClient({ fetch: () => Promise.reject(thrown as Error), retry: false })
    await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
      reason: undefined,
      message: 'GET /v1/x got no response from http://127.0.0.1:5000',
    })
  },
)
