import { createTabbyClient, requestJson } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { getHealth } from './get-health.js'

const server = await listen(createEmulator({ keys: { api: ['api-key-for-tests'], admin: ['admin-key-for-tests'] } }))
afterAll(() => server.close())

/** Asks a server that gives this answer, with a client that would repeat a read. */
async function ask(answer: Answer, signal?: AbortSignal) {
  const served = await serveAnswers(answer)
  const client = createTabbyClient({
    baseUrl: served.url,
    apiKey: 'api-key-for-tests',
    adminKey: 'admin-key-for-tests',
    retry: { delay: () => 1 },
  })
  const [result] = await Promise.allSettled([getHealth(client, { signal })])
  await served.close()
  return { result, requests: served.requests }
}

describe('on the emulator', () => {
  test('a healthy server has no issues, and no key is needed', async () => {
    const client = createTabbyClient({ baseUrl: server.url })
    expect(await getHealth(client)).toEqual({ status: 'healthy', issues: [] })
  })

  test('an unhealthy server is an answer with its issues and not an error', async () => {
    const broken = await listen(createEmulator())
    const client = createTabbyClient({ baseUrl: broken.url, retry: false })
    const body = { messages: [{ role: 'user', content: '[[fail:1]]' }] }
    await expect(requestJson(client, { path: '/v1/chat/completions', body })).rejects.toMatchObject({
      code: 'generation_failed',
    })
    const { status, issues } = await getHealth(client)
    await broken.close()
    expect(status).toBe('unhealthy')
    expect(issues[0]?.description).toMatch(/\w/)
    expect(Date.parse(issues[0]!.time)).toBeGreaterThan(0)
  })
})

describe('recorded answers', () => {
  test.each(['get_health__noauth', 'health_after_failed_loads', 'health_after_disconnects'])(
    '%s is healthy, and was asked without a key',
    async (name) => {
      const { response } = getRecording(name)
      const { result, requests } = await ask({ ...response, body: [response.body] })
      expect(result).toEqual({ status: 'fulfilled', value: { status: 'healthy', issues: [] } })
      expect(requests).toMatchObject([{ method: 'GET', path: '/health' }])
      expect(requests[0]!.headers).not.toHaveProperty('x-api-key')
      expect(requests[0]!.headers).not.toHaveProperty('x-admin-key')
    },
  )

  test.each(['health_after_generation_error', 'health_unhealthy_list', 'health_after_logprobs_null'])(
    '%s is unhealthy, read whole and asked once',
    async (name) => {
      const { response } = getRecording(name)
      expect(response.status).toBe(503)
      const { result, requests } = await ask({ ...response, body: [response.body] })
      expect(result).toEqual({ status: 'fulfilled', value: JSON.parse(response.body) })
      expect(requests).toHaveLength(1)
    },
  )
})

describe('what is no answer of TabbyAPI', () => {
  const html = { 'content-type': 'text/html' }
  const json = { 'content-type': 'application/json' }

  test.each<[string, Answer]>([
    ['a page of a gateway', { status: 503, headers: html, body: ['<h1>503 Service Temporarily Unavailable</h1>'] }],
    ['JSON of a gateway', { status: 503, headers: json, body: ['{"error":"no upstream"}'] }],
    ['no body', { status: 503, headers: {}, body: [] }],
  ])('a 503 with %s is an API error with that status', async (_title, answer) => {
    const { result, requests } = await ask(answer)
    expect(result).toMatchObject({
      reason: { name: 'TabbyApiError', code: 'server_error', status: 503, retryAfter: undefined },
    })
    expect(requests).toHaveLength(1)
  })

  test.each<[string, Answer]>([
    ['a page', { headers: html, body: ['<h1>It works!</h1>'] }],
    ['the health of another program', { headers: json, body: ['{"status":"ok"}'] }],
  ])('a 200 with %s is an unknown shape', async (_title, answer) => {
    expect((await ask(answer)).result).toMatchObject({
      reason: { name: 'TabbyResponseError', code: 'invalid_response' },
    })
  })

  test('a 502 is a server error, and is not repeated: it is the answer', async () => {
    const { result, requests } = await ask({ status: 502, headers: html, body: ['<h1>Bad Gateway</h1>'] })
    expect(result).toMatchObject({ reason: { code: 'server_error', status: 502 } })
    expect(requests).toHaveLength(1)
  })

  test('a word for the status that is new, and fields that are new, survive', async () => {
    const body = '{"status":"degraded","issues":[{"time":"2026-01-01T00:00:00Z","description":"x","more":1}],"more":1}'
    expect((await ask({ headers: json, body: [body] })).result).toMatchObject({ value: JSON.parse(body) })
  })
})

test('a server that cannot be reached is a connection error', async () => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:9' })
  await expect(getHealth(client)).rejects.toMatchObject({ code: 'connection_error' })
})

test('an abort ends the call at once with the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 20)
  const { result } = await ask({ headers: {}, body: [], end: 'open' }, controller.signal)
  expect(result).toEqual({ status: 'rejected', reason })
})
