import type { ByteAnswer, serveAnswers } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { isTabbyError, requestJson, requestStream, type TabbyClientOptions } from '../src/index.js'
import { json, serve } from './serve.js'
import { head, serveRaw } from './serve-raw.js'

type Answer = Parameters<typeof serveAnswers>[0]

const key = 'sk/live+AbCdEfGh/1234567890=='
const escape = (value: unknown) => JSON.stringify(value).replaceAll('/', '\\/').replaceAll('+', '\\u002B')
const refuse = (body: unknown, status = 400): Answer => ({ status, headers: json, body: [escape(body)] })

/** Everything that a logger can see of an error, in the order of its parts. */
function show(error: unknown): string {
  const { message, stack, detail, issues, reason, requestId, paths } = error as Record<string, unknown>
  return [message, stack, detail, JSON.stringify(issues), reason, requestId, JSON.stringify(paths)].join('\n')
}

const forms = [key, encodeURIComponent(key), btoa(key), 'AbCdEfGh', '1234567890']

async function expectHidden(call: Promise<unknown>, secrets: readonly string[] = forms): Promise<string> {
  const error = await call.catch((thrown: unknown) => thrown)
  expect(isTabbyError(error)).toBe(true)
  for (const secret of secrets) expect(show(error)).not.toContain(secret)
  expect(show(error)).toContain('***')
  return (error as Error).message
}

test.each<[string, Answer]>([
  ['detail', refuse({ detail: `bad key ${key}` })],
  ['error.message', refuse({ error: { message: `bad key ${key}` } })],
  ['plain text', { status: 401, body: [`bad key ${key}`] }],
  ['plain text, percent-encoded twice', { status: 401, body: [encodeURIComponent(encodeURIComponent(key))] }],
  ['base64 of a name and the key', { status: 401, body: [btoa(`gateway:${key}`)] }],
  ['an issue', refuse({ detail: [{ type: key, loc: ['header', key, 5], msg: `no ${key}` }] }, 422)],
  ['a redirect', { status: 302, headers: { location: `https://login.example/?key=${key}` } }],
  ['an encoded redirect', { status: 302, headers: { location: `https://x.example/?k=${encodeURIComponent(key)}` } }],
  ['the id of a request', { status: 500, headers: { 'x-request-id': `${key}-5` } }],
  ['an answer whose status is 200', refuse({ error: { message: `bad key ${key}` } }, 200)],
  ['the type of what is not JSON', { headers: { 'content-type': `text/html; key=${key}` }, body: ['<p>'] }],
])('a key in %s is in no text of the error', async (_, answer) => {
  const { client } = await serve(answer, { apiKey: key, retry: false })
  await expectHidden(requestJson(client, { path: '/v1/x' }))
})

test.each<[string, Answer]>([
  ['the type of what is no stream', { headers: { 'content-type': `text/html; key=${key}` }, body: ['<p>'] }],
  ['an error instead of a stream', refuse({ error: `bad key ${key}` }, 200)],
  [
    'an event',
    { headers: { 'content-type': 'text/event-stream' }, body: [`data: {"error":{"message":"${key}"}}\n\n`] },
  ],
])('a key in %s is in no text of the error of a stream', async (_, answer) => {
  const { client } = await serve(answer, { apiKey: key, retry: false })
  await expectHidden(requestStream(client, { path: '/v1/x', body: {} }).then((stream) => stream.next()))
})

const basic = btoa('ada:long-password')
test.each<[string, TabbyClientOptions, string, string[]]>([
  ['Basic without its scheme', { headers: { authorization: `Basic ${basic}` } }, basic, [basic]],
  ['the password of a Basic', { headers: { authorization: `Basic ${basic}` } }, 'long-password', ['long-password']],
  ['one cookie of several', { headers: { cookie: 'a=1; session=abcdefghijkl' } }, 'abcdefghijkl', ['abcdefghijkl']],
  ['a cookie that is encoded', { headers: { cookie: 's=abc%2Fdefgh' } }, 'abc/defgh', ['abc/defgh', 'abc%2Fdefgh']],
  ['a header of a gateway', { headers: { 'X-Gateway-Secret': 'gw-12345678' } }, 'gw-12345678', ['gw-12345678']],
  ['a key that is not sent here', { apiKey: 'api-1234567', adminKey: 'adm-1234567' }, 'adm-1234567', ['adm-1234567']],
  ['the other of two keys', { apiKey: 'api-1234567', bearerToken: key }, 'api-1234567', ['api-1234567']],
  ['a key with a line end', { apiKey: 'api-1234567\n' }, 'api-1234567', ['api-1234567']],
])('%s is a secret too', async (_, options, written, secrets) => {
  const { client } = await serve(refuse({ detail: `refused: ${written}` }), { ...options, retry: false })
  expect(await expectHidden(requestJson(client, { path: '/v1/x' }), secrets)).toMatch(/refused: \*\*\*$/)
})

test('a key of an earlier attempt, and of an earlier call, is taken out as well', async () => {
  const keys = ['first-key-1', 'second-key-2', 'third-key-3']
  const said = JSON.stringify({ detail: 'first-key-1 and second-key-2 are over' })
  const { client } = await serve({ status: 401, headers: json, body: [said] }, { apiKey: () => keys.shift() })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ detail: '*** and *** are over' })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ detail: '*** and *** are over' })
})

test('the secrets of a request are taken out of its errors, and of no other', async () => {
  const { client } = await serve(refuse({ detail: 'Invalid token hf_AbCdEfGh1234567890' }))
  const request = { path: '/v1/download', body: { token: 'hf_AbCdEfGh1234567890' } }
  const secrets = ['hf_AbCdEfGh1234567890']
  await expect(requestJson(client, { ...request, secrets })).rejects.toMatchObject({ detail: 'Invalid token ***' })
  await expect(requestJson(client, request)).rejects.toMatchObject({ detail: 'Invalid token hf_AbCdEfGh1234567890' })
})

test('a key that stands in the path is in no hook, no error, and is sent', async () => {
  const seen: unknown[] = []
  const note = (event: object) => void seen.push({ ...event, error: show({ ...event }) })
  const { client, server } = await serve((_, index) => ({ status: index ? 500 : 502 }), {
    apiKey: key,
    onRequest: note,
    onResponse: note,
    onRetry: note,
    onError: note,
  })
  const path = `/v1/x?key=${encodeURIComponent(key)}`
  expect(await expectHidden(requestJson(client, { path }))).toBe('GET /v1/x?key=*** failed with 500')
  expect(seen).toHaveLength(6)
  for (const event of seen) {
    expect(event).toMatchObject({ path: '/v1/x?key=***' })
    for (const form of forms) expect(JSON.stringify(event)).not.toContain(form)
  }
  expect(server.requests[0]!.path).toBe(path)
})

test('a key in the path is not in the error of a connection that fails, is cut, or brings no JSON', async () => {
  const path = `/v1/x?key=${encodeURIComponent(key)}`
  const answers: ByteAnswer[] = [
    { pieces: [], end: 'finish' },
    { pieces: [`${head('content-length: 20')}{"ok"`], end: 'finish' },
    { pieces: [`${head('content-length: 5')}{"ok"`] },
  ]
  for (const answer of answers) {
    const { client } = await serveRaw(answer, { apiKey: key, retry: false })
    await expectHidden(requestJson(client, { path }))
  }
})

test('a key that comes across the place where a message is cut leaves no half of it', async () => {
  for (let length = 1970; length < 2001; length++) {
    const { client } = await serve(refuse({ detail: 'x'.repeat(length) + key }), { apiKey: key })
    const error = await requestJson(client, { path: '/v1/x' }).catch((thrown: unknown) => thrown)
    expect(show(error)).not.toContain('xsk')
  }
})

test('what is no secret stays: short keys, and headers of another kind', async () => {
  const { client } = await serve(refuse({ detail: 'key and trace-12345' }), {
    apiKey: 'key',
    headers: { 'x-trace': 'trace-12345' },
  })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ detail: 'key and trace-12345' })
})
