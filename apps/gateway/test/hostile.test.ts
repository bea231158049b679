import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ask, openGateway } from './serve-gateway.js'

/** Sends bytes as they are, and returns all that comes back until the connection ends. */
function sendBytes(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (data) => (received += String(data)))
    socket.on('error', reject).on('close', () => resolve(received))
    socket.end(bytes)
  })
}

const readStatus = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
const end = 'connection: close\r\n\r\n'

const requests = [
  ['a path with dots', 'POST /v1/models/../model/load HTTP/1.1\r\nhost: a\r\n', 403],
  ['a path with dots in code', 'POST /v1/models/%2e%2e/model/load HTTP/1.1\r\nhost: a\r\n', 403],
  ['a path with slashes in code', 'POST /v1/models/..%2fmodel%2fload HTTP/1.1\r\nhost: a\r\n', 405],
  ['a path with letters in code', 'POST /v1/%6dodel/load HTTP/1.1\r\nhost: a\r\n', 403],
  ['a path with two slashes', 'POST //v1//model/load HTTP/1.1\r\nhost: a\r\n', 404],
  ['a path with a backslash', 'POST /v1\\model/load HTTP/1.1\r\nhost: a\r\n', 400],
  ['the address of another host', 'POST http://evil.example/v1/model/load HTTP/1.1\r\nhost: a\r\n', 403],
  ['a host that is none', 'GET /v1/models HTTP/1.1\r\nhost: a b\r\n', 400],
  ['no host', 'GET /v1/models HTTP/1.0\r\n', 400],
  ['no path', 'GET * HTTP/1.1\r\nhost: a\r\n', 400],
  ['a method that echoes', 'TRACE /v1/models HTTP/1.1\r\nhost: a\r\n', 405],
  ['a method that few know', 'PROPFIND /v1/models HTTP/1.1\r\nhost: a\r\n', 405],
  [
    'a length and chunks',
    'POST /v1/models HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n',
    400,
  ],
  ['a length that is negative', 'POST /v1/models HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n', 400],
] as const

test('a request that is not what it seems is refused, and the next one is served', async () => {
  const { url, emulators, open } = await openGateway()
  for (const [what, bytes, status] of requests) {
    expect([what, readStatus(await sendBytes(url, bytes + end))]).toEqual([what, status])
  }
  expect(emulators[0]!.journal.filter(({ method }) => method !== 'GET')).toEqual([])
  expect((await open().chat.completions.create(ask())).choices).toHaveLength(1)
})

describe('bodies', () => {
  const post = (url: string, body: string) => fetch(`${url}/v1/chat/completions`, { method: 'POST', body })
  const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

  test('that are no request are refused, and the next one is served', async () => {
    const { url, open } = await openGateway()
    const bodies = [
      `{"messages":${nest(40_000)}}`,
      `{"messages":[{"role":"user","content":${nest(40_000)}}]}`,
      `{"messages":[],"template_vars":{"a":${nest(40_000)}}}`,
      '\u0000\u0001',
      '',
      'null',
    ]
    for (const body of bodies) {
      const answer = await post(url, body)
      expect([body.slice(0, 60), answer.status]).toEqual([body.slice(0, 60), expect.toBeOneOf([400, 422])])
      expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) as string } })
    }
    expect((await open().chat.completions.create(ask())).choices).toHaveLength(1)
  })

  test('that break off reach no server', async () => {
    const { url, emulators, waitForLine } = await openGateway()
    const head = 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 500\r\n\r\n'
    await sendBytes(url, `${head}{"messages":[{"role":"user","content":"Hello"}]}`)
    expect(await waitForLine()).toMatchObject({ left: true })
    expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toEqual([])
  })
})

describe('keys', () => {
  test('that are wrong open nothing', async () => {
    const { url, emulators } = await openGateway({ keys: { alice: {} } })
    const body = JSON.stringify(ask())
    for (const authorization of ['Bearer ', 'Bearer', 'Basic YTpi', `Bearer ${'a'.repeat(10_000)}`, 'Bearer \u00e9']) {
      const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body, headers: { authorization } })
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: 'invalid_api_key' } }])
    }
    expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toEqual([])
  })

  test('that are unknown are refused before the body has arrived', async () => {
    const { url } = await openGateway({ keys: { alice: {} }, maxBody: 1000 })
    const head = 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n'
    const answer = await sendBytes(url, `${head}5\r\nhello\r\n`)
    expect(readStatus(answer)).toBe(401)
  })
})

describe('pages of strangers', () => {
  // What a browser sends without asking first.
  const send = (url: string, origin: string) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { origin, 'content-type': 'text/plain' },
      body: JSON.stringify(ask()),
    })

  test('cannot make the model write on a gateway without keys', async () => {
    const { url, emulators } = await openGateway({ cors: ['https://chat.example'] })
    for (const origin of ['https://evil.example', 'null', url]) {
      const answer = await send(url, origin)
      expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'permission_error' } }])
    }
    expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toEqual([])
    expect((await send(url, 'https://chat.example')).status).toBe(200)
  })

  test('need the key of a gateway with keys', async () => {
    const { url } = await openGateway({ keys: { alice: {} } })
    expect((await send(url, 'https://evil.example')).status).toBe(401)
  })
})
