import { expect, test } from 'vitest'
import { createTabbyClient, requestJson, type TabbyOperation } from '../src/index.js'
import { atOnce, json, ok, serve } from './serve.js'

/** Where nobody listens: systems hand out no port below 1024, so that no other test is given this one. */
const closedUrl = 'http://127.0.0.1:2'

const repeated: Record<TabbyOperation, number[]> = {
  read: [408, 429, 502, 503, 504],
  generate: [429],
  load: [],
  change: [],
  probe: [],
}
const statuses = [400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504]
test.each(Object.entries(repeated))(
  'an operation of the kind "%s" reaches the server three times when it says %j, and once otherwise',
  async (operation, expected) => {
    const { server, client } = await serve(({ path }) => ({ status: Number(path.slice(1)), body: ['<html>'] }))
    for (const status of statuses) {
      const request = { path: `/${status}`, body: {}, operation: operation as TabbyOperation }
      await expect(requestJson(client, request)).rejects.toMatchObject({ status })
    }
    const count = (status: number) => server.requests.filter(({ path }) => path === `/${status}`).length
    expect(statuses.map((status) => [status, count(status)])).toEqual(
      statuses.map((status) => [status, expected.includes(status) ? 3 : 1]),
    )
  },
)

test('a read that hears that no model is loaded asks once', async () => {
  const body = ['{"detail":"No models are currently loaded."}']
  const { server, client } = await serve({ status: 503, headers: json, body })
  await expect(requestJson(client, { path: '/v1/model' })).rejects.toMatchObject({ code: 'no_model_loaded' })
  expect(server.requests).toHaveLength(1)
})

test('a read succeeds when the server comes back', async () => {
  const { server, client } = await serve((_, index) => (index < 2 ? { status: 502 } : ok))
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(3)
})

test('a generation whose connection breaks is sent once, whether before the headers or in the body', async () => {
  for (const body of [[], ['{"a":']]) {
    const { server, client } = await serve({ headers: json, body, end: 'destroy' })
    await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).rejects.toMatchObject({
      code: 'connection_error',
    })
    expect(server.requests).toHaveLength(1)
  }
})

test('a read whose body breaks is sent again', async () => {
  const { server, client } = await serve((_, index) =>
    index ? ok : { headers: json, body: ['{"ok"'], end: 'destroy' },
  )
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  expect(server.requests).toHaveLength(2)
})

test('a server that is not there is one clear line, with the reason of the runtime', async () => {
  const client = createTabbyClient({ baseUrl: closedUrl, retry: false })
  await expect(requestJson(client, { path: '/health' })).rejects.toMatchObject({
    name: 'TabbyConnectionError',
    code: 'connection_error',
    reason: 'ECONNREFUSED',
    message: `GET /health got no answer from ${closedUrl} (ECONNREFUSED)`,
  })
})

test('a generation is tried again while nobody listens', async () => {
  const attempts: number[] = []
  const client = createTabbyClient({
    baseUrl: closedUrl,
    retry: atOnce,
    onRequest: ({ attempt }) => void attempts.push(attempt),
  })
  await expect(requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })).rejects.toThrow('ECONNREFUSED')
  expect(attempts).toEqual([1, 2, 3])
})

test('the retries of a call replace those of the client', async () => {
  const { server, client } = await serve({ status: 502 })
  await requestJson(client, { path: '/v1/x', retry: false }).catch(() => {})
  expect(server.requests).toHaveLength(1)
  await requestJson(client, { path: '/v1/x', retry: { ...atOnce, limit: 4 } }).catch(() => {})
  expect(server.requests).toHaveLength(1 + 5)
})
