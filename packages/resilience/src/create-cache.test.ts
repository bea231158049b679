import { requestJson, type TabbyRequest } from '@tabby/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectCache as connect, path, reply, stop } from '../test/connect-cache.js'
import { answerJson, type OpenExchange } from '../test/serve-script.js'
import { settle, until } from '../test/settle.js'
import { type CacheOptions, createCache } from './create-cache.js'

describe('what is kept', () => {
  test('a deterministic generation: the same response, without a request', async () => {
    const { call, server } = await connect(reply)
    const first = await call()
    expect(await call()).toEqual(first)
    expect(await call({ top_k: 1, temperature: 1 })).not.toEqual(first)
    await call({ top_k: 1, temperature: 1 })
    expect(server.requests).toBe(2)
  })

  test.each<[string, object, Partial<TabbyRequest>]>([
    ['a generation with chance in it', { temperature: 0.5 }, {}],
    ['one without a temperature', { temperature: undefined }, {}],
    ['a read', {}, { path: '/v1/models', method: 'GET', operation: 'read', body: undefined }],
    ['a change', {}, { operation: 'change' }],
    ['a load', {}, { operation: 'load' }],
    ['a probe', {}, { operation: 'probe' }],
  ])('%s is not', async (_, more, rest) => {
    const { call, server } = await connect(reply)
    await call(more, rest)
    await call(more, rest)
    expect(server.requests).toBe(2)
  })

  test('what isCacheable says, which leaves the rest to the rules; but nothing that changes the server', async () => {
    const isCacheable = ({ path: asked, operation }: TabbyRequest) =>
      asked === '/v1/models' || operation === 'load' || operation === 'probe' ? true : undefined
    const { client, call, server } = await connect(reply, { isCacheable })
    await requestJson(client, { path: '/v1/model' })
    await requestJson(client, { path: '/v1/models' })
    await requestJson(client, { path: '/v1/models' })
    await call()
    await call()
    expect(server.requests).toBe(3)
    for (const operation of ['load', 'load', 'probe', 'probe'] as const) await call({}, { operation })
    expect(server.requests).toBe(7)
  })

  test.each<[string, (exchange: OpenExchange, index: number) => void]>([
    ['an error', (exchange) => answerJson(exchange, { detail: 'no' }, 500)],
    ['an error with the status 200', (exchange) => answerJson(exchange, { error: 'no' })],
    ['no JSON', ({ response }) => response.end('<html>')],
    [
      'a reply that reached max_tokens',
      (exchange, index) =>
        reply(exchange, index, { choices: [{ finish_reason: 'stop' }, { finish_reason: 'length' }] }),
    ],
    [
      'a reply that was interrupted',
      (exchange, index) => reply(exchange, index, { choices: [{ finish_reason: 'stop', eos_reason: null }] }),
    ],
    ['a response that names no model, while none is known', (exchange) => answerJson(exchange, { ...stop })],
  ])('%s is not', async (_, answer) => {
    const { call, server, store } = await connect(answer)
    await settle(call({ model: undefined }))
    await settle(call({ model: undefined }))
    expect([server.requests, store.size]).toEqual([2, 0])
  })

  test('a response that verify refuses is not', async () => {
    const { call, store } = await connect(reply)
    const verify = () => {
      throw new Error('another model')
    }
    await expect(call({}, { verify })).rejects.toThrow('another model')
    expect(store.size).toBe(0)
  })

  test('a body that cannot be compared is not, and core refuses it', async () => {
    const { call, server } = await connect(reply)
    await expect(call({ seed: 1n })).rejects.toMatchObject({ code: 'request_refused' })
    expect(server.requests).toBe(0)
  })

  test('another body, path, method or address is another response', async () => {
    const { call, server } = await connect(reply)
    await call()
    await call({ max_tokens: 5 })
    await call({}, { path: '/v1/completions' })
    expect(server.requests).toBe(3)
  })

  test('until maxAge has passed', async () => {
    const { call, server } = await connect(reply, { maxAge: 80 })
    await call()
    await call()
    expect(server.requests).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 90))
    await call()
    expect(server.requests).toBe(2)
  })
})

describe('the model', () => {
  test('that answered is the one that a response is kept for, whatever the request named', async () => {
    const { call, server } = await connect(reply)
    await call({ model: 'gpt-4o' })
    await call({ model: 'gpt-4o' })
    expect(server.requests).toBe(2)
    await call({ model: 'm' })
    expect(server.requests).toBe(2)
  })

  test('that is loaded is learnt from responses, and forgotten when a load goes through', async () => {
    let model = 'm'
    const { client, call, server } = await connect((exchange, index) =>
      answerJson(exchange, exchange.path === path ? { model, count: index, ...stop } : { object: 'model', id: model }),
    )
    const first = await call({ model: undefined })
    expect(await call({ model: undefined })).toEqual(first)
    await requestJson(client, { path: '/v1/model/load', operation: 'load', body: {} })
    model = 'other'
    const second = await call({ model: undefined })
    expect(second).toMatchObject({ model: 'other' })
    await requestJson(client, { path: '/v1/model/unload', method: 'POST' })
    model = 'm'
    await requestJson(client, { path: '/v1/model' })
    expect(await call({ model: undefined })).toEqual(first)
    expect(server.requests).toBe(5)
  })

  test('that is loaded does not count for embeddings, nor an embedding model for chats', async () => {
    const { client, server } = await connect((exchange) =>
      answerJson(exchange, { model: exchange.path.includes('emb') ? 'e' : 'm', ...stop }),
    )
    const embed = () => requestJson(client, { path: '/v1/embeddings', operation: 'read', body: { input: 'x' } })
    const chat = () => requestJson(client, { path, operation: 'generate', body: { temperature: 0 } })
    for (const call of [embed, chat, embed, chat]) await call()
    expect(server.requests).toBe(2)
  })

  test('is known for tokens from elsewhere alone, because their responses name none', async () => {
    const { client, server } = await connect((exchange) =>
      answerJson(exchange, exchange.path === '/v1/model' ? { object: 'model', id: 'm' } : { length: 1 }),
    )
    const count = () => requestJson(client, { path: '/v1/token/encode', operation: 'read', body: { text: 'x' } })
    await count()
    await count()
    expect(server.requests).toBe(2)
    await requestJson(client, { path: '/v1/model' })
    await count()
    await count()
    expect(server.requests).toBe(4)
  })

  test('that was unloaded while tokens were counted gets nothing, and counts as loaded for a minute', async () => {
    const open: OpenExchange[] = []
    const { client, server, store } = await connect((exchange) => {
      if (exchange.path.startsWith('/v1/token')) open.push(exchange)
      else answerJson(exchange, { object: 'model', id: 'm' })
    })
    const count = () => requestJson(client, { path: '/v1/token/encode', operation: 'read', body: { text: 'x' } })
    await requestJson(client, { path: '/v1/model' })
    const counting = count()
    await until(() => open.length === 1)
    await requestJson(client, { path: '/v1/model/unload', method: 'POST', operation: 'change' })
    answerJson(open[0]!, { length: 1 })
    await counting
    expect(store.size).toBe(0)

    await requestJson(client, { path: '/v1/model' })
    const again = count()
    await until(() => open.length === 2)
    answerJson(open[1]!, { length: 1 })
    await again
    await count()
    expect(server.requests).toBe(5)
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 60_001)
    onTestFinished(() => void vi.restoreAllMocks())
    const late = count()
    await until(() => open.length === 3)
    answerJson(open[2]!, { length: 1 })
    await late
  })
})

test.each<[unknown, string]>([
  [undefined, 'options'],
  [{}, 'store'],
  [{ store: {} }, 'store'],
  [{ store: new Map(), isCacheable: true }, 'isCacheable'],
  [{ store: new Map(), maxAge: 0 }, 'maxAge'],
  [{ store: new Map(), maxAge: Number.NaN }, 'maxAge'],
])('%o is refused by name', (options, name) => {
  expect(() => createCache(options as CacheOptions)).toThrow(
    expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(name) as unknown }),
  )
})
