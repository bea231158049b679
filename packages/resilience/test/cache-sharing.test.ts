import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { readAll, serveEmulator } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CacheOptions, createCache } from '../src/index.js'
import { body, connectCache as connect, path, reply, stop, streamReply } from './connect-cache.js'
import { answerJson, done, event, type OpenExchange, serveScript, streamHeaders } from './serve-script.js'
import { settle, until } from './settle.js'

describe('a stream', () => {
  test('that was read to its end is replayed as one, with the same events', async () => {
    const { stream, call, server } = await connect((exchange, index) =>
      exchange.body['stream'] ? streamReply(exchange, index) : reply(exchange, index),
    )
    const events = await readAll(await stream())
    expect(events).toHaveLength(2)
    const again = await stream()
    expect(await again.next()).toEqual({ done: false, value: events[0] })
    expect(await readAll(again)).toEqual(events.slice(1))
    expect(server.requests).toBe(1)
    await call()
    expect(server.requests).toBe(2)
  })

  test('that was left, broke or ended early is not kept', async () => {
    const { stream, store, server } = await connect(({ response }, index) => {
      response.writeHead(200, streamHeaders).write(event({ model: 'm', choices: [] }))
      if (index === 1) setTimeout(() => response.destroy(), 10)
      if (index === 2) response.end()
    })
    for await (const _ of await stream()) break
    await settle(readAll(await stream()))
    await settle(readAll(await stream()))
    expect([server.requests, store.size]).toEqual([3, 0])
  })

  test('that is asked for twice at once is sent once, and one who comes late reads all of it', async () => {
    const open: OpenExchange[] = []
    const { stream, server, ends, values } = await connect((exchange) => void open.push(exchange))
    const first = stream()
    await until(() => open.length === 1)
    open[0]!.response.writeHead(200, streamHeaders).write(event({ count: 1, choices: [] }))
    const reading = await first
    await reading.next()
    const late = await stream()
    expect(await late.next()).toMatchObject({ value: { count: 1 } })
    await reading.cancel()
    open[0]!.response.end(event({ count: 2, model: 'm', ...stop }) + done)
    expect(await readAll(late)).toMatchObject([{ count: 2 }])
    expect([server.requests, values.length, ends]).toEqual([1, 2, [{ whole: true }]])
    expect(await readAll(await stream())).toHaveLength(2)
    expect(server.requests).toBe(1)
  })

  test('that one caller never reads is sent anew once it has broken', async () => {
    const { stream, server } = await connect((exchange, index) => {
      if (index > 0) return void streamReply(exchange, index)
      exchange.response.writeHead(200, streamHeaders).write(event({ choices: [] }))
      setTimeout(() => exchange.response.destroy(), 10)
    })
    await stream()
    expect((await settle(readAll(await stream()))).error).toMatchObject({ reason: 'truncated' })
    expect(await readAll(await stream())).toHaveLength(2)
    expect(server.requests).toBe(2)
  })

  test('is closed when all of its readers have left', async () => {
    let closed = false
    const { stream, ends } = await connect(({ response }) => {
      response.writeHead(200, streamHeaders).write(event({ choices: [] }))
      response.on('close', () => (closed = true))
    })
    const controller = new AbortController()
    const one = await stream()
    const two = readAll(await stream({ signal: controller.signal }))
    await one.cancel()
    expect(closed).toBe(false)
    controller.abort('enough')
    await expect(two).rejects.toBe('enough')
    await until(() => closed)
    expect(ends).toEqual([{ whole: false, error: 'enough' }])
  })
})

describe('the same calls in flight', () => {
  test('are one, and watches are told once', async () => {
    const open: OpenExchange[] = []
    const { call, server, ends, values } = await connect((exchange) => void open.push(exchange))
    const calls = Array.from({ length: 20 }, () => call())
    await until(() => open.length > 0)
    reply(open[0]!, 0)
    const results = await Promise.all(calls)
    expect(new Set(results.map((value) => JSON.stringify(value))).size).toBe(1)
    expect([server.requests, values.length, ends]).toEqual([1, 1, [{ whole: true }]])
  })

  test('are as many as the models that they name', async () => {
    const { call, server } = await connect((exchange) =>
      answerJson(exchange, { model: exchange.body['model'], ...stop }),
    )
    const calls = ['a', 'b', 'a', undefined].map((model) => call({ model }))
    expect(await Promise.all(calls)).toMatchObject([{ model: 'a' }, { model: 'b' }, { model: 'a' }, stop])
    expect(server.requests).toBe(3)
  })

  test('what an async watch rejects with is ignored', async () => {
    const server = await serveScript(reply)
    onTestFinished(server.close)
    const reject = () => Promise.reject(new Error('a fault of the watch'))
    const base = createTabbyClient({ baseUrl: server.url, retry: false })
    const client = wrapTabbyClient(base, createCache({ store: new Map() }), (send) => async (request) => ({
      ...(await send(request)),
      watches: [{ onValue: reject, onEnd: reject }],
    }))
    // An unhandled rejection fails the run.
    expect(await requestJson(client, { path, operation: 'generate', body })).toMatchObject({ model: 'm' })
  })

  test('an abort ends the wait of its own caller alone, also of the first', async () => {
    const open: OpenExchange[] = []
    const { call, server } = await connect((exchange) => void open.push(exchange))
    const controller = new AbortController()
    const first = call({}, { signal: controller.signal })
    const second = call()
    await until(() => open.length > 0)
    controller.abort('enough')
    await expect(first).rejects.toBe('enough')
    reply(open[0]!, 0)
    expect(await second).toMatchObject({ count: 0 })
    expect(server.requests).toBe(1)
    await expect(call({}, { signal: controller.signal })).rejects.toBe('enough')
  })

  test('are cancelled when all have left, and the next one is sent anew', async () => {
    const open: OpenExchange[] = []
    const { call, server } = await connect((exchange) => void open.push(exchange))
    const controller = new AbortController()
    const calls = [call({}, { signal: controller.signal }), call({}, { signal: controller.signal })].map(settle)
    await until(() => open.length > 0)
    let closed = false
    open[0]!.response.on('close', () => (closed = true))
    controller.abort('enough')
    await Promise.all(calls)
    await until(() => closed)
    const next = call()
    await until(() => open.length > 1)
    reply(open[1]!, 1)
    expect(await next).toMatchObject({ count: 1 })
    expect(server.requests).toBe(2)
  })

  test('fail together, and the next one is sent anew', async () => {
    const { call, server } = await connect((exchange, index) =>
      index === 0 ? answerJson(exchange, {}, 500) : reply(exchange, index),
    )
    const failed = await Promise.all([settle(call()), settle(call())])
    expect(failed.map(({ error }) => error)).toMatchObject([{ status: 500 }, { status: 500 }])
    expect(await call()).toMatchObject({ count: 1 })
    expect(server.requests).toBe(2)
  })
})

describe('a store', () => {
  test('that is asynchronous is waited for', async () => {
    const map = new Map<string, string>()
    const store = {
      get: async (key: string) => map.get(key) ?? null,
      set: async (key: string, value: string) => void map.set(key, value),
    }
    const { call, server } = await connect(reply, { store })
    await call()
    await call()
    expect(server.requests).toBe(1)
  })

  test.each<[string, CacheOptions['store']]>([
    ['fails', { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) }],
    [
      'throws',
      {
        get: () => {
          throw new Error('down')
        },
        set: () => {
          throw new Error('down')
        },
      },
    ],
    ['holds something else', { get: () => '{"at":', set: () => {} }],
    ['holds another shape', { get: () => '{"at":"x"}', set: () => {} }],
    ['holds no text', { get: () => 5, set: () => {} }],
  ])('that %s has nothing', async (_, store) => {
    const { call, server } = await connect(reply, { store })
    await call()
    expect(await call()).toMatchObject({ count: 1 })
    expect(server.requests).toBe(2)
  })
})

test('embeddings, chats and streams of the emulator come from it, as they came from the server', async () => {
  const { url } = await serveEmulator({ closeWith: onTestFinished })
  let sent = 0
  const base = createTabbyClient({ baseUrl: url, onRequest: () => void (sent += 1) })
  const client = wrapTabbyClient(base, createCache({ store: new Map() }))
  const chat = { messages: [{ role: 'user', content: 'Hello' }], temperature: 0 }
  const calls = [
    () => createEmbeddings(client, { input: ['a cat', 'a dog'] }),
    () => createChatCompletion(client, chat),
    async () => readAll(await streamChatCompletion(client, chat)),
  ]
  for (const call of calls) {
    const first = await call()
    expect(await call()).toEqual(first)
  }
  expect(sent).toBe(3)
})
