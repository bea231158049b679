import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import {
  extendTabbyClient,
  requestJson,
  type TabbyRequestOptions,
  TabbyRequestError,
  wrapTabbyClient,
} from '@tabby/core'
import { type Answer, readAll } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyPool } from '../src/index.js'
import { closeLater, deadClient, getBusy, json, noModel, serveScript } from './serve-member.js'

const messages = [{ role: 'user', content: 'Hi' }]
const completion = json({
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'a-model',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
})
const page = (status: number, headers = {}): Answer => json({ message: 'a gateway' }, status, headers)
const retryAfter = { 'retry-after': '0' }
const dropped: Answer = { body: [], end: 'destroy' }
const unrepeated: TabbyRequestOptions = { retry: false }

/** A pool whose first member, which is asked first, answers as given. */
async function servePair(first: Answer) {
  const [bad, good] = [await serveScript(first), await serveScript(completion)]
  const pool = closeLater(createTabbyPool([bad.client, good.client], { checkInterval: false }))
  await pool.check()
  return { bad, good, pool }
}

test.each<[string, Answer]>([
  ['a 429', page(429)],
  ['a 502 with Retry-After', page(502, retryAfter)],
  ['a 503 with Retry-After', page(503, retryAfter)],
  ['no model', noModel],
  ['a 500 that asks to be sent again', page(500, { 'x-should-retry': 'true' })],
])('%s: a generation goes to the next server', async (_, answer) => {
  const { bad, good, pool } = await servePair(answer)
  const { choices } = await createChatCompletion(pool, { messages }, unrepeated)
  expect(choices[0]!.message.content).toBe('Hello')
  expect([bad.calls.length, good.calls.length]).toEqual([1, 1])
  expect(getBusy(pool)).toEqual([0, 0])
})

test.each<[string, Answer]>([
  ['a bare 502', page(502)],
  ['a bare 503', page(503)],
  ['a 504', page(504)],
  ['a 500', page(500)],
  ['a 422', page(422)],
  ['a 401', page(401)],
  ['a 429 that was retried already', page(429, { 'x-should-retry': 'false' })],
  ['a connection that breaks', dropped],
  ['JSON that is not', { headers: { 'content-type': 'application/json' }, body: ['{'] }],
  ['a 200 with an error', json({ error: { message: 'CUDA error' } })],
])('%s: a generation that may have begun is never sent to another server', async (_, answer) => {
  const { bad, good, pool } = await servePair(answer)
  await expect(createChatCompletion(pool, { messages }, unrepeated)).rejects.toMatchObject({
    message: expect.any(String),
  })
  expect([bad.calls.length, good.calls.length]).toEqual([1, 0])
  expect(getBusy(pool)).toEqual([0, 0])
})

test.each<[string, Answer]>([
  ['a 408', page(408)],
  ['a bare 502', page(502)],
  ['a bare 503', page(503)],
  ['a 504', page(504)],
  ['a connection that breaks', dropped],
])('%s: a read, which changes nothing, goes to the next server', async (_, answer) => {
  const { bad, good, pool } = await servePair(answer)
  await requestJson(pool, { path: '/v1/token/encode', operation: 'read', body: { text: 'a' }, ...unrepeated })
  expect([bad.calls.length, good.calls.length]).toEqual([1, 1])
})

test('a probe asks one server, and its failure is the result', async () => {
  const { bad, good, pool } = await servePair(page(429))
  const probe = { path: '/health', operation: 'probe' as const }
  await expect(requestJson(pool, probe)).rejects.toMatchObject({ status: 429 })
  expect([bad.calls.length, good.calls.length]).toEqual([1, 0])
})

test('after its first byte a stream is never sent again, and its error has what arrived', async () => {
  const chunk = 'data: {"id":"x","model":"a-model","choices":[{"index":0,"delta":{"content":"Hel"}}]}\r\n\r\n'
  const { bad, good, pool } = await servePair({ body: [chunk], end: 'destroy' })
  const stream = await streamChatCompletion(pool, { messages })
  await expect(readAll(stream)).rejects.toMatchObject({
    reason: 'truncated',
    partial: { choices: [{ message: { content: 'Hel' } }] },
  })
  expect([bad.calls.length, good.calls.length]).toEqual([1, 0])
})

test('a server that cannot be reached is down: the next call does not ask it', async () => {
  const live = await serveScript(completion)
  const paths: string[] = []
  const dead = deadClient().extend({ onRequest: ({ path }) => void paths.push(path) })
  const pool = closeLater(createTabbyPool([dead, live.client], { checkInterval: false }))
  for (let index = 0; index < 3; index++) await createChatCompletion(pool, { messages }, unrepeated)
  expect(live.calls).toHaveLength(3)
  expect(paths.filter((path) => path.startsWith('/v1/chat')).length).toBeLessThanOrEqual(1)
  expect(pool.members.map(({ isUp }) => isUp)).toEqual([false, true])
})

test('a server that dies between checks is asked once more, and then not until a check finds it up', async () => {
  const [dying, live] = [await serveScript(completion), await serveScript(completion)]
  let asked = 0
  const client = dying.client.extend({ onRequest: ({ path }) => void (path.startsWith('/v1/chat') && asked++) })
  const pool = closeLater(createTabbyPool([client, live.client], { checkInterval: false }))
  await pool.check()
  await dying.close()
  // Its connections are known to be closed after a turn; a call that is sent on one before is lost.
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (let index = 0; index < 4; index++) await createChatCompletion(pool, { messages }, unrepeated)
  expect([asked, live.calls.length]).toEqual([1, 4])
})

test('what a wrapper of a member refuses goes to the next server', async () => {
  const [first, second] = [await serveScript(completion), await serveScript(completion)]
  let count = 0
  const isOpen = wrapTabbyClient(first.client, (send) => async (request) => {
    if (request.operation === 'probe') return send(request)
    count++
    throw new TabbyRequestError('The circuit is open', { reason: 'circuit-open', retryAfter: 60_000 })
  })
  const pool = closeLater(createTabbyPool([isOpen, second.client], { checkInterval: false }))
  for (let index = 0; index < 3; index++) await createChatCompletion(pool, { messages }, unrepeated)
  expect([first.calls.length, second.calls.length]).toEqual([0, 3])
  // It said when to try again, and until then it is asked only if there is no other.
  expect(count).toBe(1)
  pool.remove(second.client)
  await expect(createChatCompletion(pool, { messages }, unrepeated)).rejects.toMatchObject({ reason: 'circuit-open' })
  expect(count).toBe(2)
})

test('a request that is not valid is not sent to every server', async () => {
  const { bad, good, pool } = await servePair(completion)
  await expect(createChatCompletion(pool, { messages }, { timeout: NaN })).rejects.toThrow('The option timeout')
  expect([bad.calls.length, good.calls.length]).toEqual([0, 0])
})

test('each server is asked once, and the last one with the retries of the call', async () => {
  const servers = await Promise.all([page(429), page(429)].map((answer) => serveScript(answer)))
  const pool = closeLater(
    createTabbyPool(
      servers.map(({ client }) => client),
      { checkInterval: false },
    ),
  )
  const getCounts = () => servers.map(({ calls }) => calls.length)
  const retry = { limit: 2, delay: () => 0 }
  await expect(createChatCompletion(pool, { messages }, { retry })).rejects.toMatchObject({ status: 429 })
  expect(getCounts()).toEqual([1, 3])
  await expect(createChatCompletion(pool, { messages }, unrepeated)).rejects.toMatchObject({ status: 429 })
  expect(getCounts()).toEqual([2, 4])
})

test('all attempts at all servers have one number, which the hooks of each client see', async () => {
  const [bad, good] = [await serveScript(page(429)), await serveScript(completion)]
  const seen: [string, number][] = []
  const look = ({ client, url }: typeof bad) =>
    client.extend({ onRequest: ({ path, call }) => void (path.startsWith('/v1/chat') && seen.push([url, call])) })
  const pool = closeLater(createTabbyPool([look(bad), look(good)], { checkInterval: false }))
  await createChatCompletion(pool, { messages }, unrepeated)
  expect(seen.map(([url]) => url)).toEqual([bad.url, good.url])
  expect(seen[0]![1]).toBe(seen[1]![1])
})

test('without a server that is up a call is refused, after each was asked whether it is back', async () => {
  const pool = closeLater(createTabbyPool([deadClient(2), deadClient(3)], { checkInterval: 500 }))
  await pool.check()
  await expect(createChatCompletion(pool, { messages })).rejects.toMatchObject({
    code: 'request_refused',
    reason: 'no-server',
    retryAfter: 500,
    message: 'POST /v1/chat/completions: none of the 2 servers of the pool is up',
  })
  // A probe is the exception: it asks whether one is up.
  const probe = requestJson(pool, { path: '/health', operation: 'probe' })
  await expect(probe).rejects.toMatchObject({ code: 'connection_error' })
})

test('an abort while the pool waits for a server rejects at once, with the reason of the caller', async () => {
  // It accepts connections, and says nothing.
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const pool = closeLater(createTabbyPool([deadClient(port)], { checkInterval: false }))
  const controller = new AbortController()
  const params = { model: 'a-model', messages }
  const waiting = createChatCompletion(pool, params, { signal: controller.signal })
  controller.abort('enough')
  await expect(waiting).rejects.toBe('enough')
  await expect(createChatCompletion(pool, params, { signal: AbortSignal.abort('before') })).rejects.toBe('before')
})

test('a token server that cannot be reached marks no server down, and the error names it', async () => {
  const bearerToken = async () => String(await requestJson(deadClient(), { path: '/token', operation: 'probe' }))
  const members = [await serveScript(completion), await serveScript(completion)]
  const pool = closeLater(
    createTabbyPool(
      members.map(({ client }) => extendTabbyClient(client, { bearerToken })),
      { checkInterval: false },
    ),
  )
  await pool.check()
  for (let call = 0; call < 2; call++) {
    const failed = createChatCompletion(pool, { messages }, unrepeated)
    await expect(failed).rejects.toMatchObject({ reason: 'key-unavailable', cause: { code: 'connection_error' } })
  }
  expect(pool.members.map(({ isUp }) => isUp)).toEqual([true, true])
  expect(members.flatMap(({ requests }) => requests)).toEqual([])
})
