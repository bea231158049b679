import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { serveEmulator } from '../src/testing/index.js'
import { ask, chatPath, serve } from './generation/serve.js'

/** A text with so many bytes a character, the little or the big end first. */
function encode(text: string, width: 2 | 4, isLittle: boolean): Uint8Array {
  const codes =
    width === 2 ? text.split('').map((unit) => unit.charCodeAt(0)) : [...text].map((one) => one.codePointAt(0) ?? 0)
  const view = new DataView(new ArrayBuffer(codes.length * width))
  for (const [index, code] of codes.entries()) {
    if (width === 2) view.setUint16(index * 2, code, isLittle)
    else view.setUint32(index * 4, code, isLittle)
  }
  return new Uint8Array(view.buffer)
}

describe.each([2, 4] as const)('a body with %d bytes a character', (width) => {
  test.each([
    [true, ''],
    [true, '\ufeff'],
    [false, ''],
    [false, '\ufeff'],
  ])('is JSON with the little end first: %s, after the mark %j', async (isLittle, mark) => {
    await using server = await serveEmulator()
    const body = encode(`${mark}{"text":"Hé😀"}`, width, isLittle)
    const headers = { 'content-type': 'application/json' }
    const send = (bytes: Uint8Array): Promise<Response> =>
      fetch(`${server.url}/v1/token/encode`, { method: 'POST', headers, body: bytes as BodyInit })
    const plain = await send(new TextEncoder().encode('{"text":"Hé😀"}'))
    expect(await (await send(body)).json()).toEqual(await plain.json())
    expect((await send(body.subarray(0, -1))).status).toBe(400)
  })
})

test('a long body with four bytes a character is read to its end', async () => {
  const { url, close } = await serveEmulator()
  const body = encode(JSON.stringify({ text: 'é'.repeat(5000) }), 4, true)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/token/encode`, { method: 'POST', headers, body: body as BodyInit })
  const plain = JSON.stringify({ text: 'é'.repeat(5000) })
  const other = await fetch(`${url}/v1/token/encode`, { method: 'POST', headers, body: plain })
  expect(await response.json()).toEqual(await other.json())
  await close()
})

describe('a key', () => {
  async function statuses(...heads: string[]): Promise<string[]> {
    await using server = await serveEmulator({ keys: { api: ['user'], admin: ['boss'] } })
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      let received = ''
      socket.setEncoding('latin1').on('data', (data) => {
        received += String(data)
        if (received.split('HTTP/1.1').length > heads.length) socket.destroy()
      })
      socket.on('close', () => resolve(received))
      const [first = '', ...rest] = heads.map((head) => `GET /v1/models HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`)
      socket.write(first)
      for (const request of rest) setTimeout(() => socket.write(request), 100)
    })
    return [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status)
  }

  test('with a blank behind it is wrong, on one request of a connection and not on the next', async () => {
    expect(await statuses('x-api-key: user ', 'x-api-key: user')).toEqual(['401', '200'])
    expect(await statuses('X-API-Key: user\t', 'authorization: Bearer user ')).toEqual(['401', '200'])
    expect(await statuses('x-api-key:  user', 'x-other: a \r\nx-api-key: user')).toEqual(['200', '200'])
  })

  test('counts once: of two headers the first', async () => {
    expect(await statuses('x-api-key: user\r\nx-api-key: no')).toEqual(['200'])
    expect(await statuses('authorization: Bearer no\r\nauthorization: Bearer user')).toEqual(['401'])
  })
})

test.each([
  ['[1]', 422],
  ['1', 422],
  ['{"a":1}', 422],
  ['["a","b"]', 200],
  ['"a","b"', 200],
  ['a', 200],
  ['[', 200],
  [`"${'a'.repeat(19_998)}"`, 200],
  [`"${'a'.repeat(19_999)}"`, 500],
])('sequence breakers as the text %.9s are read as a list', async (text, status) => {
  const { json } = await serve()
  const answer = await json(chatPath, { ...ask('[[len:1]]'), dry_sequence_breakers: text })
  expect(answer.status).toBe(status)
})
