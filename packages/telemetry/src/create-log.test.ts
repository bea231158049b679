import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, requestJson, type TabbyAttempt, wrapTabbyClient } from '@tabby/core'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { loadModel } from '@tabby/models'
import { expect, onTestFinished, test } from 'vitest'
import { chunk, completion, json, usage } from '../test/serve-traced.js'
import { createErrorGroups } from './create-error-groups.js'
import { createLog, type TabbyLogEntry } from './create-log.js'

const messages = [{ role: 'user', content: 'Hello' }]

async function serveLogged(answer: Answer) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const entries: TabbyLogEntry[] = []
  const attempts: TabbyAttempt[] = []
  const options = {
    baseUrl: server.url,
    retry: { delay: () => 1 },
    onRequest: (each: TabbyAttempt) => attempts.push(each),
  }
  const groups = createErrorGroups()
  const log = createLog({ log: (entry) => entries.push(entry) })
  return {
    url: server.url,
    entries,
    attempts,
    groups,
    client: wrapTabbyClient(createTabbyClient(options), log, groups.wrapper),
  }
}

test('a call is one entry, with the number that hooks see', async () => {
  const { client, entries, attempts, url } = await serveLogged(completion('Hi'))
  await createChatCompletion(client, { messages, model: 'asked' })
  expect(entries).toEqual([
    {
      call: attempts[0]!.call,
      method: 'POST',
      path: '/v1/chat/completions',
      server: url,
      operation: 'generate',
      model: 'answering',
      status: 200,
      finishReasons: ['stop'],
      usage,
      milliseconds: expect.any(Number),
    },
  ])
})

test('a stream is logged at its end, with the time of its first chunk', async () => {
  const { client, entries } = await serveLogged({ body: [chunk('a'), 40, chunk('b', {}, 'stop'), 'data: [DONE]\n\n'] })
  const stream = await streamChatCompletion(client, { messages })
  await stream.next()
  expect(entries).toEqual([])
  for await (const _ of stream);
  const { firstChunk = 0, milliseconds } = entries[0]!
  expect(firstChunk).toBeGreaterThan(0)
  expect(milliseconds).toBeGreaterThan(firstChunk + 20)
})

test('an error has its code, status and reason, once for all retries, and a stream that was left is no error', async () => {
  const { client, entries, groups, url } = await serveLogged({
    status: 503,
    headers: json,
    body: ['{"detail":"busy"}'],
  })
  await expect(requestJson(client, { path: '/v1/models?secret=abc' })).rejects.toMatchObject({ status: 503 })
  expect(entries).toMatchObject([{ path: '/v1/models', operation: 'read', status: 503, code: expect.any(String) }])
  expect(groups.list()).toMatchObject([{ path: '/v1/models', server: url, count: 1 }])

  const streamed = await serveLogged({ body: [chunk('a')], end: 'destroy' })
  const run = async (isLeft: boolean) => {
    for await (const _ of await streamChatCompletion(streamed.client, { messages })) if (isLeft) break
  }
  await expect(run(false)).rejects.toMatchObject({ reason: 'truncated' })
  await run(true)
  expect(streamed.entries).toMatchObject([
    { status: 200, code: 'stream_error', reason: 'truncated' },
    { status: 200, leftEarly: true },
  ])
  expect(streamed.entries[1]).not.toHaveProperty('code')
  expect(streamed.groups.list()).toMatchObject([{ code: 'stream_error', count: 1 }])
})

test('an abort is no error, and a function of yours that throws is another one', async () => {
  const { client, entries, groups } = await serveLogged(completion('Hi'))
  const signal = AbortSignal.abort('enough')
  await expect(createChatCompletion(client, { messages }, { signal })).rejects.toBe('enough')
  const verify = () => {
    throw new Error('mine')
  }
  await expect(createChatCompletion(client, { messages }, { verify })).rejects.toThrow('mine')
  expect(entries).toMatchObject([{ leftEarly: true }, { code: 'other', status: 200 }])
  expect(entries[0]).not.toHaveProperty('code')
  expect(groups.list()).toMatchObject([{ code: 'other', count: 1 }])
})

test('a probe is logged although nobody reads its response, and is never counted as an error', async () => {
  const { client, entries, groups } = await serveLogged({ status: 503, headers: json, body: ['{}'] })
  await client.send({ path: '/health', operation: 'probe', acceptStatus: [503] })
  await client.send({ path: '/health', operation: 'probe' }).catch(() => {})
  expect(entries).toMatchObject([
    { operation: 'probe', status: 503 },
    { operation: 'probe', code: expect.any(String) },
  ])
  expect(groups.list()).toEqual([])
})

test('a load names its model, and a log that throws changes nothing', async () => {
  const server = await serveAnswers({ status: 400, headers: json, body: ['{"detail":"no"}'] })
  onTestFinished(() => server.close())
  const models: unknown[] = []
  const log = createLog({
    log({ model }) {
      models.push(model)
      throw new Error('the log is full')
    },
  })
  const client = wrapTabbyClient(createTabbyClient({ baseUrl: server.url }), log)
  await expect(loadModel(client, { model_name: 'large' })).rejects.toMatchObject({ code: 'invalid_request' })
  expect(models).toEqual(['large'])
})

test('a log that is no function is refused', () => {
  expect(() => createLog({ log: 'console' } as never)).toThrow('createLog: log must be a function')
})

test('errors are counted by code, path and server, the most frequent first, until they are cleared', async () => {
  const one = await serveLogged({ status: 400, headers: json, body: ['{"detail":"no"}'] })
  const { groups } = one
  const other = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:2', retry: false }), groups.wrapper)
  const begin = Date.now()
  for (const client of [other, one.client, one.client]) await requestJson(client, { path: '/v1/model' }).catch(() => {})
  await requestJson(one.client, { path: '/v1/models' }).catch(() => {})
  expect(groups.list().map(({ code, path, server, count }) => [code, path, server, count])).toEqual([
    ['invalid_request', '/v1/model', one.url, 2],
    ['connection_error', '/v1/model', 'http://127.0.0.1:2', 1],
    ['invalid_request', '/v1/models', one.url, 1],
  ])
  const { first, last } = groups.list()[0]!
  expect(first.getTime()).toBeGreaterThanOrEqual(begin)
  expect(last.getTime()).toBeGreaterThanOrEqual(first.getTime())
  groups.clear()
  expect(groups.list()).toEqual([])
})

test('1,000 groups are kept, and the one that was not seen for the longest time makes room', async () => {
  const groups = createErrorGroups()
  const client = { ...createTabbyClient(), send: () => Promise.reject(new Error('no')) }
  const send = groups.wrapper(client.send, client)
  const fail = (index: number) => send({ path: `/v1/${index}` }).catch(() => {})
  for (let index = 0; index < 1000; index++) await fail(index)
  expect(groups.list()).toHaveLength(1000)
  await fail(0)
  await fail(1000)
  const paths = groups.list().map(({ path }) => path)
  expect(paths).toHaveLength(1000)
  expect(paths).toEqual(expect.arrayContaining(['/v1/0', '/v1/1000']))
  expect(paths).not.toContain('/v1/1')
})
