import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, extendTabbyClient, requestJson, type TabbyRequest } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyPool } from '../src/index.js'
import { closeLater, deadClient, getBusy, json, noModel, serveMember, serveScript } from './serve-member.js'
import { bundleProgram, startProgram } from './start-program.js'

const messages = [{ role: 'user', content: '[[len:2]]' }]
const never = { checkInterval: false } as const
const one = deadClient(2)
const settle = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test.each<[string, unknown[]]>([
  ['members must be a list of at least one client', [[]]],
  ['members must be a list of at least one client', [undefined]],
  ['members must be a list of at least one client', [one]],
  ['members[0] must be a client', [[undefined]]],
  ['members[1] must be a client', [[one, 'http://127.0.0.1:5000']]],
  ['members[0] must be a client with a baseUrl', [[{ send: one.send }]]],
  ['two members have the baseUrl http://127.0.0.1:2', [[one, deadClient(2)]]],
  ['two members have the baseUrl http://127.0.0.1:2', [[one, deadClient(3), { client: one, weight: 2 }]]],
  ['members[0].weight must be a number greater than 0', [[{ client: one, weight: NaN }]]],
  ['members[0].weight must be a number greater than 0', [[{ client: one, weight: 0 }]]],
  ['members[0].weight must be a number greater than 0', [[{ client: one, weight: -1 }]]],
  ['members[0].weight must be a number greater than 0', [[{ client: one, weight: Infinity }]]],
  ['members[0].weight must be a number greater than 0', [[{ client: one, weight: '2' }]]],
  ['members[0].models must be a list of names', [[{ client: one, models: 'demo' }]]],
  ['members[0].models must be a list of names', [[{ client: one, models: [''] }]]],
  ['checkInterval must be a number of milliseconds', [[one], { checkInterval: 0 }]],
  ['checkInterval must be a number of milliseconds', [[one], { checkInterval: NaN }]],
  ['checkInterval must be a number of milliseconds', [[one], { checkInterval: 2 ** 31 }]],
  ['checkInterval must be a number of milliseconds', [[one], { checkInterval: true }]],
  ["onUnknownModel must be 'any' or 'refuse'", [[one], { onUnknownModel: 'ask' }]],
])('createTabbyPool: %s', (message, parameters) => {
  const make = () => createTabbyPool(...(parameters as Parameters<typeof createTabbyPool>))
  expect(make).toThrow(`createTabbyPool: ${message}`)
  expect(make).toThrow(expect.objectContaining({ code: 'request_refused' }))
})

test('the smallest weight, the longest interval and null options are good ones', async () => {
  const pool = closeLater(createTabbyPool([{ client: one, weight: Number.MIN_VALUE }], { checkInterval: 2 ** 31 - 1 }))
  expect(pool.members[0]!.weight).toBe(Number.MIN_VALUE)
  expect(closeLater(createTabbyPool([one], null as never)).baseUrl).toBe(one.baseUrl)
})

test.each<[string, TabbyRequest]>([
  ['a load', { path: '/v1/model/load', operation: 'load', body: {} }],
  ['what needs the admin key', { path: '/v1/model/unload', access: 'admin', operation: 'read' }],
  ['a change', { path: '/v1/template/switch', body: {} }],
])('%s is refused in words, and sent nowhere', async (_, request) => {
  const { client, calls } = await serveScript(json({}))
  const pool = closeLater(createTabbyPool([client], never))
  const refused = pool.send(request)
  await expect(refused).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
  await expect(refused).rejects.toThrow(
    `POST ${request.path}: a pool does not send calls that need the admin key`.replace(
      'POST /v1/model/unload',
      'GET /v1/model/unload',
    ),
  )
  await expect(refused).rejects.toThrow("use that server's own client, such as pool.members[0].client")
  expect(calls).toEqual([])
})

test('members are added and removed while it runs; a removed one finishes what it is doing', async () => {
  const [first, second] = await Promise.all([serveMember('demo-8b-exl3', { tokensPerSecond: 100 }), serveMember()])
  const pool = closeLater(createTabbyPool([first.client], never))
  const stream = await streamChatCompletion(pool, { messages: [{ role: 'user', content: '[[len:20]]' }] })
  pool.add({ client: second.client, weight: 3 })
  expect(pool.members.map(({ client, weight }) => [client.baseUrl, weight])).toEqual([
    [first.url, 1],
    [second.url, 3],
  ])
  expect(() => pool.add(second.client)).toThrow(`two members have the baseUrl ${second.url}`)
  expect(() => pool.add('x' as never)).toThrow('the member must be a client')
  expect(pool.remove({ baseUrl: first.url })).toBe(true)
  expect(pool.remove({ baseUrl: first.url })).toBe(false)
  expect(pool.remove(undefined as never)).toBe(false)
  let chunks = 0
  for await (const _ of stream) {
    if (chunks++ === 0) await createChatCompletion(pool, { messages })
  }
  expect(chunks).toBeGreaterThan(15)
  expect([first, second].map(({ getCalls }) => getCalls().length)).toEqual([1, 1])
  pool.remove(second.client)
  expect(pool.members).toEqual([])
  await expect(createChatCompletion(pool, { messages })).rejects.toMatchObject({
    reason: 'no-server',
    message: 'POST /v1/chat/completions: the pool is empty',
  })
  pool.add(second.client)
  await createChatCompletion(pool, { messages })
})

test('close ends the checks and refuses calls; what is in progress goes on', async () => {
  const server = await serveMember('demo-8b-exl3', { tokensPerSecond: 100 })
  const { pool, stream } = await (async () => {
    await using opened = createTabbyPool([server.client], { checkInterval: 10 })
    await opened.check()
    return {
      pool: opened,
      stream: await streamChatCompletion(opened, { messages: [{ role: 'user', content: '[[len:10]]' }] }),
    }
  })()
  await expect(createChatCompletion(pool, { messages })).rejects.toThrow(
    'POST /v1/chat/completions: the pool is closed',
  )
  expect(() => pool.add(deadClient())).toThrow('The pool is closed')
  let chunks = 0
  for await (const _ of stream) chunks++
  expect(chunks).toBeGreaterThan(5)
  expect(getBusy(pool)).toEqual([0])
  await settle(30)
  const { length } = server.emulator.journal
  await settle(50)
  expect(server.emulator.journal).toHaveLength(length)
  await pool.check()
  await pool.close()
})

test('a server that was removed is not checked any more', async () => {
  const [stays, goes] = [await serveScript(json({})), await serveScript(json({}))]
  const pool = closeLater(createTabbyPool([stays.client, goes.client], { checkInterval: 10 }))
  await pool.check()
  pool.remove(goes.client)
  await settle(30)
  const [before, others] = [goes.checks.length, stays.checks.length]
  await expect.poll(() => stays.checks.length).toBeGreaterThan(others + 4)
  expect(goes.checks).toHaveLength(before)
})

test('a server that goes away and comes back is found by the checks', async () => {
  const [stays, first] = await Promise.all([serveMember(), listen(createEmulator())])
  const pool = closeLater(
    createTabbyPool([createTabbyClient({ baseUrl: first.url }), stays.client], { checkInterval: 20 }),
  )
  await pool.check()
  const getUp = () => pool.members.map(({ isUp }) => isUp)
  expect(getUp()).toEqual([true, true])
  await first.close()
  await expect.poll(getUp).toEqual([false, true])
  for (let index = 0; index < 3; index++) await createChatCompletion(pool, { messages })
  expect(stays.getCalls()).toHaveLength(3)
  const again = await listen(createEmulator(), { port: first.port })
  onTestFinished(again.close)
  await expect.poll(getUp).toEqual([true, true])
})

test('an extended pool has the same servers and counts, with other options', async () => {
  const [first, second] = [await serveScript(json({ ok: true })), await serveScript(json({ ok: true }))]
  const pool = closeLater(createTabbyPool([first.client], never))
  const extended = extendTabbyClient(extendTabbyClient(pool, { apiKey: 'another-key' }), { idleTimeout: 7 })
  pool.add(second.client)
  await Promise.all([1, 2].map(() => requestJson(extended, { path: '/v1/x' })))
  expect([...first.calls, ...second.calls].map(({ headers }) => headers['x-api-key'])).toEqual([
    'another-key',
    'another-key',
  ])
  expect([extended.streaming.idleTimeout, pool.streaming.idleTimeout]).toEqual([7, 300_000])
  expect(() => extendTabbyClient(pool, { baseUrl: second.url })).toThrow('A pool cannot be extended with a baseUrl')
  expect(() => extendTabbyClient(pool, { timeout: NaN })).toThrow('The option timeout is not valid')
  await pool.close()
  await expect(requestJson(extended, { path: '/v1/x' })).rejects.toThrow('the pool is closed')
})

test.each([
  ['shorter', 200, true],
  ['longer', 1600, false],
])('checks in %s intervals than connections may be idle keep one open: %s', async (_, checkInterval, isKept) => {
  const ports: (number | undefined)[] = []
  const server = createServer((request, response) => {
    ports.push(request.socket.remotePort)
    // Node's fetch closes a connection two seconds before the time that the server names: here after one second.
    response.setHeader('connection', 'keep-alive').setHeader('keep-alive', 'timeout=3').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const pool = closeLater(createTabbyPool([client], { checkInterval }))
  await pool.check()
  await settle(1900)
  await pool.check()
  expect(new Set(ports).size === 1).toBe(isKept)
})

test('a pool that nobody closed does not keep a process alive', async () => {
  const server = await serveMember()
  const child = startProgram(await bundleProgram(new URL('programs/idle-pool.ts', import.meta.url)), server.url)
  const [output, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  expect([output, code]).toEqual(['{"id":"demo-8b-exl3"\n', 0])
})

test.each([
  ['a proxy that passes nothing but /v1', json({ id: 'a-model' }), true],
  ['a proxy with a server behind it that has no model', noModel, true],
  ['another program', json({ detail: 'Not Found' }, 404), false],
])('%s answers 404 to a check', async (_, model, isUp) => {
  const server = await serveAnswers(({ path }) =>
    path === '/v1/model' ? model : path === '/v1/x' ? json({ ok: true }) : json({ detail: 'Not Found' }, 404),
  )
  onTestFinished(server.close)
  const client = createTabbyClient({ baseUrl: server.url, retry: false })
  const pool = closeLater(createTabbyPool([client], { checkInterval: false }))
  await pool.check()
  expect(pool.members.map((member) => member.isUp)).toEqual([isUp])
})
