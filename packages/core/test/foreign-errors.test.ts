import { expect, test } from 'vitest'
import { createTabbyClient, requestJson, requestStream } from '../src/index.js'
import { json, serve } from './serve.js'

const said = 'the GPU is gone'
const shapes: [string, unknown][] = [
  ['a text in error', { error: said }],
  ['a message at the top', { message: said }],
  ['an error object', { object: 'error', message: said, code: 400 }],
  ['a list of errors', { errors: [{ message: said }] }],
  ['an error in a list', [{ error: { message: said } }]],
  ['a detail that is an object', { detail: { message: said } }],
  ['an error in an error', { error: { error: { message: said } } }],
  ['a detail that is a list of texts', { detail: [said] }],
  ['an issue without a place', { detail: [{ msg: said, type: 'x' }] }],
  ['an error of OAuth', { error: 'invalid_token', error_description: said }],
  ['problem details', { type: 'about:blank', title: 'Bad Request', status: 400, detail: said }],
]

test.each(shapes)('%s gives the server its word', async (_, body) => {
  const { client } = await serve({ status: 400, headers: json, body: [JSON.stringify(body)] })
  for (const call of [requestJson(client, { path: '/v1/x' }), requestStream(client, { path: '/v1/x', body: {} })]) {
    const error = await call.catch((thrown: unknown) => thrown as Error)
    expect(error).toMatchObject({ name: 'TabbyApiError', code: 'invalid_request', status: 400 })
    expect((error as Error).message).toContain(said)
  }
})

test('the words of a server that writes text are kept, and a page is not', async () => {
  const { client } = await serve(({ path }) => ({ status: 400, body: [path === '/v1/page' ? `<p>${said}</p>` : said] }))
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ detail: said })
  await expect(requestJson(client, { path: '/v1/page' })).rejects.toMatchObject({ detail: '' })
})

test.each<[unknown, string]>([
  [{ error: { message: said } }, 'server_error'],
  [{ error: said }, 'server_error'],
  [{ error: { message: said, code: 429 } }, 'rate_limit_exceeded'],
  [{ error: { message: said, code: '404' } }, 'not_found'],
  [{ error: { message: said, status: 401 } }, 'authentication_error'],
  [{ object: 'error', message: said, code: 400 }, 'invalid_request'],
  [{ error: { message: said, code: 'context_length_exceeded' } }, 'context_length_exceeded'],
  [{ id: 'c1', choices: [{ index: 0, error: { message: said, code: 503 } }] }, 'server_error'],
])('%j in an answer whose status is 200 is an error with the code %s', async (body, code) => {
  const { client, server } = await serve({ headers: json, body: [JSON.stringify(body)] })
  const expected = { name: 'TabbyApiError', code, status: 200, detail: said }
  const message = `/v1/x returned 200 with an error: ${said}`
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ ...expected, message: `GET ${message}` })
  await expect(requestStream(client, { path: '/v1/x', body: {} })).rejects.toMatchObject({
    ...expected,
    message: `POST ${message}`,
  })
  expect(server.requests).toHaveLength(2)
})

const schema = {
  '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: '', path: ['data'] }] }) },
} as const

test('a bare message is an error where it has not the shape of a result, and a result otherwise', async () => {
  const { client } = await serve({ headers: json, body: [JSON.stringify({ message: said })] })
  await expect(requestJson(client, { path: '/v1/x', schema })).rejects.toMatchObject({ detail: said })
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ message: said })
})

test('an answer that is no error and does not fit is told by its places', async () => {
  const { client } = await serve({ headers: json, body: ['{"text":"secret"}'] })
  await expect(requestJson(client, { path: '/v1/x', schema })).rejects.toMatchObject({
    code: 'invalid_response',
    reason: 'schema-mismatch',
    paths: ['data'],
  })
})

test('what is not JSON is told by its type', async () => {
  const { client } = await serve({ headers: { 'content-type': 'text/html' }, body: ['<p>secret'] })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({
    reason: 'invalid-json',
    message:
      'GET /v1/x: the response is not JSON (content type: text/html): ' +
      'check baseUrl, and any proxy in front of the server',
  })
})

test.each([
  ['x-request-id', 'abc-1'],
  ['request-id', 'abc-2'],
  ['x-correlation-id', 'abc-3'],
  ['cf-ray', '8f0-FRA'],
  ['x-amzn-requestid', 'abc-5'],
  ['apim-request-id', 'abc-6'],
])('the id of a request in %s is a member of each error that has an answer', async (name, id) => {
  const headers = { ...json, [name]: id }
  const { client } = await serve(({ path }) => ({
    status: path === '/v1/refused' ? 500 : 200,
    headers,
    body: [path === '/v1/cut' ? '{"a"' : '{"error":"x"}'],
  }))
  for (const path of ['/v1/refused', '/v1/cut', '/v1/error']) {
    await expect(requestJson(client, { path })).rejects.toMatchObject({ requestId: id })
  }
  await expect(requestStream(client, { path: '/v1/error', body: {} })).rejects.toMatchObject({ requestId: id })
})

test('an error without an id has no such member', async () => {
  const { client } = await serve({ status: 500, headers: json, body: ['{}'] })
  const error = await requestJson(client, { path: '/v1/x' }).catch((thrown: unknown) => thrown)
  expect(error).not.toHaveProperty('requestId')
})

test('a 401 without a key says that the client has none, and one with a key does not', async () => {
  const { server } = await serve({ status: 401, headers: json, body: ['{"detail":"Please provide an API key"}'] })
  const ask = (options: object, access: 'api' | 'list' | 'none' = 'api') =>
    requestJson(createTabbyClient({ baseUrl: server.url, retry: false, ...options }), { path: '/v1/x', access })
  const begin = 'GET /v1/x failed with 401: Please provide an API key'
  const hint = `${begin} (the client has no apiKey)`
  await expect(ask({})).rejects.toMatchObject({ message: hint })
  await expect(ask({ apiKey: '' }, 'list')).rejects.toMatchObject({ message: hint })
  await expect(ask({ apiKey: () => undefined })).rejects.toMatchObject({
    message: `${begin} (no key was sent: the key function returned none)`,
  })
  await expect(ask({ apiKey: 'key' })).rejects.toMatchObject({ message: begin })
  await expect(ask({ bearerToken: 'key' })).rejects.toMatchObject({ message: begin })
  await expect(ask({}, 'none')).rejects.toMatchObject({ message: begin })
})
