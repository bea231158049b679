import { serveAnswers } from '@tabby/emulator/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createTabbyClient, requestJson, TabbyApiError, TabbyConnectionError } from '../src/index.js'

const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{}'] })
afterAll(() => server.close())
beforeEach(() => void ((server.requests as unknown[]).length = 0))

test('a key function that fails with an error of ours sends nothing, is not repeated, and is the cause', async () => {
  const failure = new TabbyConnectionError('The token server got no response (ECONNREFUSED)', {
    reason: 'ECONNREFUSED',
  })
  let asked = 0
  const bearerToken = () => {
    asked++
    throw failure
  }
  const client = createTabbyClient({ baseUrl: server.url, bearerToken })
  const call = requestJson(client, { path: '/v1/x', body: {}, operation: 'generate' })
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'request_refused', reason: 'key-unavailable', cause: failure })
  expect((error as Error).message).toContain('The function bearerToken failed, so nothing was sent: The token server')
  expect(Object.keys(error as object)).not.toContain('cause')
  expect([asked, server.requests.length]).toEqual([1, 0])
})

test('a key function that its token server rejects with a 401 is not asked again', async () => {
  let asked = 0
  const apiKey = () => {
    asked++
    const details = { status: 401, detail: 'who?', issues: [], retryAfter: undefined }
    throw new TabbyApiError('authentication_error', 'who?', details)
  }
  const call = requestJson(createTabbyClient({ baseUrl: server.url, apiKey }), { path: '/v1/x' })
  await expect(call).rejects.toMatchObject({ reason: 'key-unavailable', cause: { code: 'authentication_error' } })
  expect([asked, server.requests.length]).toEqual([1, 0])
})

test('what else a key function throws is thrown unchanged', async () => {
  const failure = new Error('The vault is closed')
  const client = createTabbyClient({ baseUrl: server.url, apiKey: () => Promise.reject(failure) })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toBe(failure)
  expect(server.requests).toHaveLength(0)
})
