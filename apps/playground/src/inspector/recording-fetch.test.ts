import { createTabbyClient, requestJson } from '@tabby/core'
import { collectChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearExchanges, exchanges } from './exchange-log.js'
import { readEvents } from './read-events.js'
import { recordingFetch } from './recording-fetch.js'

const closers: (() => Promise<void>)[] = []
beforeEach(clearExchanges)
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

const keys = { api: ['secret-api-key'], admin: ['secret-admin-key'] }

async function connect(options: EmulatorOptions = {}) {
  const listener = await listen(createEmulator({ keys, ...options }))
  closers.push(() => listener.close())
  const send = recordingFetch(
    (url, init) => fetch(url, init),
    () => listener.url,
  )
  const [apiKey, adminKey] = [keys.api[0], keys.admin[0]]
  return createTabbyClient({ baseUrl: listener.url, apiKey, adminKey, fetch: send, retry: false })
}

const ask = (content: string) => ({ messages: [{ role: 'user' as const, content }] })

test('a JSON call is written down with its body, status and times', async () => {
  const client = await connect()
  const answer = await requestJson(client, { path: '/v1/token/encode', body: { text: 'Hello' } })
  const [exchange] = exchanges.value
  expect(exchange).toMatchObject({ method: 'POST', path: '/v1/token/encode', status: 200, outcome: 'complete' })
  expect(exchange?.requestBody).toBe('{"text":"Hello"}')
  expect(JSON.parse(exchange?.pieces.map(({ text }) => text).join('') ?? '')).toEqual(answer)
  expect(exchange!.headersAfter).toBeGreaterThan(0)
  expect(exchange!.endedAfter).toBeGreaterThanOrEqual(exchange!.headersAfter!)
})

test('no key is kept, whichever header carried it', async () => {
  const client = await connect()
  await requestJson(client, { path: '/v1/models', access: 'list' })
  await requestJson(client, { path: '/v1/model/unload', method: 'POST', access: 'admin' })
  await requestJson(client.extend({ bearerToken: 'secret-token' }), { path: '/health' })
  expect(exchanges.value).toHaveLength(3)
  expect(JSON.stringify(exchanges.value)).not.toContain('secret')
  expect(JSON.stringify(exchanges.value)).toContain('(a key, not kept)')
})

test('a refusal is written down as what it is: an answer', async () => {
  const client = await connect()
  await expect(requestJson(client, { path: '/v1/nothing' })).rejects.toThrow('Not Found')
  expect(exchanges.value[0]).toMatchObject({ status: 404, outcome: 'complete' })
})

test('each event of a stream is kept with the time at which it came', async () => {
  const client = await connect({ settings: { speed: { tokensPerSecond: 100 } } })
  await collectChatCompletion(await streamChatCompletion(client, ask('[[len:5]]')))
  const [exchange] = exchanges.value
  const events = readEvents(exchange!.pieces)
  // The client leaves a stream when it has said that it is over, and closes the connection a little later.
  await expect.poll(() => exchange!.outcome).toBe('complete')
  expect(events.at(-1)?.text).toBe('[DONE]')
  expect(events.length).toBeGreaterThanOrEqual(6)
  expect(events.at(-1)!.at - events[0]!.at).toBeGreaterThan(20)
})

test('leaving a stream closes the connection, and the log says that this page did it', async () => {
  const client = await connect({ settings: { speed: { tokensPerSecond: 50 } }, journal: 5 })
  const stream = await streamChatCompletion(client, ask('[[len:500]]'))
  await stream.next()
  await stream.cancel()
  await expect.poll(() => exchanges.value[0]?.outcome).toBe('stopped')
})

test('a signal that aborts a stream in mid-answer leaves an exchange that this page stopped', async () => {
  const client = await connect({ settings: { speed: { tokensPerSecond: 50 } } })
  const controller = new AbortController()
  const stream = await streamChatCompletion(client, ask('[[len:500]]'), { signal: controller.signal })
  await stream.next()
  controller.abort()
  await expect(stream.next()).rejects.toThrow('abort')
  await expect.poll(() => exchanges.value[0]?.outcome).toBe('stopped')
})

test('a connection that breaks in mid-answer leaves what had come, and says that it failed', async () => {
  const client = await connect({
    faults: [{ path: '/v1/chat', times: 1, effect: { kind: 'cut', afterEvents: 3 } }],
    settings: { speed: { tokensPerSecond: 100 } },
  })
  const stream = await streamChatCompletion(client, ask('[[len:50]]'))
  await expect(collectChatCompletion(stream)).rejects.toMatchObject({ name: 'TabbyStreamError' })
  expect(exchanges.value[0]).toMatchObject({ outcome: 'failed', status: 200 })
  expect(exchanges.value[0]!.failure).not.toBe('')
  expect(readEvents(exchanges.value[0]!.pieces).length).toBeGreaterThan(0)
})

test('a server that is not there leaves an exchange without a status', async () => {
  const listener = await listen(createEmulator())
  await listener.close()
  const send = recordingFetch(
    (url, init) => fetch(url, init),
    () => listener.url,
  )
  await expect(send(`${listener.url}/health`, {})).rejects.toThrow('fetch failed')
  expect(exchanges.value[0]).toMatchObject({ outcome: 'failed', status: undefined })
})

test('nothing is read from the server before somebody asks for it', async () => {
  let pulled = 0
  const source = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        controller.enqueue(new Uint8Array([++pulled]))
      },
    },
    { highWaterMark: 0 },
  )
  const response = await recordingFetch(
    async () => new Response(source),
    () => '',
  )('/', {})
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(pulled).toBe(0)
  await response.body!.getReader().read()
  expect(pulled).toBe(1)
})

test('who stops reading stops the source, with the reason', async () => {
  const reasons: unknown[] = []
  const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) })
  const response = await recordingFetch(
    async () => new Response(source),
    () => '',
  )('/', {})
  await response.body!.cancel('enough')
  expect(reasons).toEqual(['enough'])
})
