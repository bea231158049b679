import { expect, test } from 'vitest'
import { extendTabbyClient, requestJson, type TabbyClientOptions } from '../index.js'
import { createTabbyClient } from './create-tabby-client.js'

const wrong: [string, Record<string, unknown>][] = [
  ['timeout', { timeout: '30' }],
  ['timeout', { timeout: Number.NaN }],
  ['timeout', { timeout: -1 }],
  ['timeout', { timeout: true }],
  ['timeout', { timeout: [30] }],
  ['timeout.generate', { timeout: { generate: '30' } }],
  ['timeout.read', { timeout: { generate: 5, read: Number.NaN } }],
  ['timeout.load', { timeout: { load: -1 } }],
  ['timeout.genrate', { timeout: { genrate: 5 } }],
  ['idleTimeout', { idleTimeout: '5' }],
  ['eventTimeout', { eventTimeout: Number.NaN }],
  ['maxEventSize', { maxEventSize: 0 }],
  ['maxEventSize', { maxEventSize: '8' }],
  ['maxResponseSize', { maxResponseSize: -1 }],
  ['maxResponseSize', { maxResponseSize: Number.NaN }],
  ['retry', { retry: true }],
  ['retry', { retry: 3 }],
  ['retry', { retry: [] }],
  ['retry.limit', { retry: { limit: -1 } }],
  ['retry.limit', { retry: { limit: Number.NaN } }],
  ['retry.limit', { retry: { limit: 1.5 } }],
  ['retry.limit', { retry: { limit: '2' } }],
  ['retry.delay', { retry: { delay: 100 } }],
  ['retry.maxRetryAfter', { retry: { maxRetryAfter: -1 } }],
  ['retry.shouldRetry', { retry: { shouldRetry: true } }],
  ['headers', { headers: 'x: secret' }],
  ['headers', { headers: { 'bad name': 'secret' } }],
  ['headers', { headers: ['secret'] }],
  ['fetch', { fetch: {} }],
  ['onRetry', { onRetry: 'secret' }],
  ['apiKey', { apiKey: 5 }],
  ['adminKey', { adminKey: ['secret'] }],
  ['bearerToken', { bearerToken: {} }],
]

test.each(wrong)('a wrong %s (%o) is refused by name when the client is made, and not repeated', (name, options) => {
  for (const make of [
    () => createTabbyClient(options as TabbyClientOptions),
    () => extendTabbyClient(createTabbyClient(), options as TabbyClientOptions),
  ]) {
    expect(make).toThrow(expect.objectContaining({ name: 'TabbyRequestError', code: 'request_refused' }))
    expect(make).toThrow(`The option ${name} is not valid: it must be `)
    expect(make).not.toThrow('secret')
  }
})

const ofCalls: typeof wrong = [
  ...wrong.filter(([name]) => /^(timeout|idle|event|retry)/.test(name)),
  ['secrets', { secrets: 'a secret text' }],
  ['secrets', { secrets: [5] }],
  ['acceptStatus', { acceptStatus: 503 }],
  ['acceptStatus', { acceptStatus: ['503'] }],
  ['operation', { operation: 'genrate' }],
  ['access', { access: 'root' }],
]
test.each(ofCalls)('a wrong %s (%o) of a call is refused by name, and nothing is sent', async (name, options) => {
  let requests = 0
  const client = createTabbyClient({ fetch: async () => new Response(`${++requests}`) })
  await expect(requestJson(client, { path: '/v1/x', ...options })).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining(`The option ${name} is not valid`),
  })
  expect(requests).toBe(0)
})

test.each<[TabbyClientOptions]>([
  [{}],
  [{ timeout: false, idleTimeout: 0, eventTimeout: Infinity, retry: false }],
  [{ timeout: undefined, retry: undefined, headers: undefined, apiKey: undefined, maxResponseSize: undefined }],
  [{ timeout: {} }],
  [{ timeout: { read: 0, generate: false, load: Infinity, probe: undefined } }],
  [{ retry: { limit: 0, maxRetryAfter: Infinity } }],
  [{ retry: { limit: Infinity }, maxEventSize: Infinity, maxResponseSize: 0.5 }],
  [{ headers: new Headers() }],
  [{ headers: [['x-a', '1']] }],
])('%o are right', (options) => {
  expect(createTabbyClient(options).baseUrl).toBe('http://127.0.0.1:5000')
})

test.each(['v1/x', '@evil.example/x', '.evil.example/x', ''])(
  'a path that does not begin with a slash (%j) is refused: it would be part of the host',
  async (path) => {
    const client = createTabbyClient({ apiKey: 'secret-key', fetch: async () => new Response('{}') })
    await expect(requestJson(client, { path })).rejects.toMatchObject({ code: 'request_refused' })
  },
)

test.each<[string, unknown]>([
  [
    'contains itself',
    (() =>
      Object.assign(Object.create(null) as object, {
        toJSON() {
          throw new Error('secret')
        },
      }))(),
  ],
  ['holds a BigInt', { secret: 5n }],
  ['is a function', () => 'secret'],
])('a body that %s is refused without being repeated', async (_, body) => {
  const client = createTabbyClient({ fetch: async () => new Response('{}') })
  const error = await requestJson(client, { path: '/v1/x', body }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'request_refused' })
  expect(String(error)).not.toContain('secret')
})

test('what is no schema is refused before anything is sent', async () => {
  let requests = 0
  const client = createTabbyClient({ fetch: async () => new Response(`${++requests}`) })
  for (const schema of [{}, 'text', { '~standard': {} }]) {
    const request = { path: '/v1/x', schema } as unknown as Parameters<typeof requestJson>[1]
    await expect(requestJson(client, request)).rejects.toMatchObject({ code: 'request_refused' })
  }
  expect(requests).toBe(0)
})
