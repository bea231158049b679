import { createTabbyClient, requestJson, type TabbyWatchEnd, wrapTabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { answerJson, type OpenExchange, serveScript } from '../test/serve-script.js'
import { settle, until } from '../test/settle.js'
import { type BatcherOptions, createBatcher } from './create-batcher.js'

const path = '/v1/embeddings'

/** Vectors that name their texts, in the opposite order. */
function answerVectors(exchange: OpenExchange): void {
  const { input } = exchange.body as { input: string | string[] }
  const data = [input].flat().map((text, index) => ({ index, embedding: [text.length, index], of: text }))
  answerJson(exchange, { model: 'e', data: data.reverse(), usage: { prompt_tokens: 9, total_tokens: 9 } })
}

async function connect(
  answer: (exchange: OpenExchange, index: number) => void,
  options: BatcherOptions = { wait: 10 },
) {
  const seen: unknown[] = []
  const ends: TabbyWatchEnd[] = []
  const server = await serveScript((exchange, index) => {
    seen.push(exchange.body['input'])
    answer(exchange, index)
  })
  onTestFinished(server.close)
  const base = createTabbyClient({ baseUrl: server.url, retry: false })
  const client = wrapTabbyClient(base, createBatcher(options), (send) => async (request) => ({
    ...(await send(request)),
    watches: [{ onEnd: (end) => void ends.push(end) }],
  }))
  const embed = (input: unknown, more: object = {}, fields: object = {}) =>
    requestJson<{ data: { of: string; index: number }[]; usage?: unknown }>(client, {
      path,
      operation: 'read',
      body: { input, ...fields },
      ...more,
    })
  return { client, embed, seen, ends }
}

test('single texts go as one request, and each caller gets its own vector', async () => {
  const { embed, seen, ends } = await connect(answerVectors)
  const answers = await Promise.all(['a', 'bb', 'ccc'].map((text) => embed(text)))
  expect(seen).toEqual([['a', 'bb', 'ccc']])
  expect(answers.map(({ data }) => data)).toEqual([
    [{ index: 0, embedding: [1, 0], of: 'a' }],
    [{ index: 0, embedding: [2, 1], of: 'bb' }],
    [{ index: 0, embedding: [3, 2], of: 'ccc' }],
  ])
  expect(answers.map(({ usage }) => usage)).toEqual([undefined, undefined, undefined])
  expect(ends).toEqual([{ whole: true }])
})

test('a text that is alone is sent as it is, and so are lists and other requests', async () => {
  const { embed, client, seen } = await connect(answerVectors)
  expect((await embed('a')).usage).toBeDefined()
  await Promise.all([embed(['a', 'b']), embed(['c'])])
  await Promise.all([1, 2].map(() => requestJson(client, { path: '/v1/x', body: { input: 'x' } })))
  expect(seen[0]).toBe('a')
  expect(seen.slice(1)).toEqual(expect.arrayContaining([['a', 'b'], ['c'], 'x', 'x']))
  expect(seen).toHaveLength(5)
})

test('it is sent when it is full, and a text that comes later goes with the next', async () => {
  const { embed, seen } = await connect(answerVectors, { wait: 500, maxSize: 2 })
  const begin = performance.now()
  await Promise.all([embed('a'), embed('b')])
  expect(performance.now() - begin).toBeLessThan(450)
  await Promise.all([embed('c'), embed('d'), embed('e')])
  expect(seen).toEqual([['a', 'b'], ['c', 'd'], 'e'])
})

test('texts with other fields, headers or timeouts go by themselves', async () => {
  const { embed, seen } = await connect(answerVectors)
  await Promise.all([
    embed('a'),
    embed('b'),
    embed('c', {}, { encoding_format: 'float' }),
    embed('d', { headers: { 'x-tenant': 'one' } }),
    embed('e', { timeout: 5000 }),
  ])
  expect(seen).toHaveLength(4)
  expect(seen).toContainEqual(['a', 'b'])
})

test('an error of one text is that of its caller alone', async () => {
  const { embed, seen } = await connect((exchange) => {
    const { input } = exchange.body as { input: string | string[] }
    if ([input].flat().includes('bad')) answerJson(exchange, { detail: 'no such text' }, 422)
    else answerVectors(exchange)
  })
  const results = await Promise.all(['a', 'bb', 'bad', 'd'].map((text) => settle(embed(text))))
  expect(results.map(({ value, error }) => value?.data[0]?.of ?? (error as { status: number }).status)).toEqual([
    'a',
    'bb',
    422,
    'd',
  ])
  expect(seen[0]).toHaveLength(4)
  expect(seen).toHaveLength(5)
})

test.each<[string, (exchange: OpenExchange) => void]>([
  ['too few vectors', (exchange) => answerJson(exchange, { data: [{ index: 0 }] })],
  ['an index twice', (exchange) => answerJson(exchange, { data: [{ index: 0 }, { index: 0 }] })],
  ['no list', (exchange) => answerJson(exchange, {})],
  ['no JSON', ({ response }) => response.end('<html>')],
])('%s: each text is sent alone', async (_, answer) => {
  const { embed, seen } = await connect((exchange) =>
    Array.isArray(exchange.body['input']) ? answer(exchange) : answerVectors(exchange),
  )
  const answers = await Promise.all([embed('a'), embed('b')])
  expect(answers.map(({ data }) => data[0]?.of)).toEqual(['a', 'b'])
  expect(seen).toHaveLength(3)
})

test.each([401, 429, 502, 503])('%i is the error of all, and nothing is sent again', async (status) => {
  const { embed, seen } = await connect(({ response }) => response.writeHead(status).end('<html>'))
  const results = await Promise.all(['a', 'b', 'c'].map((text) => settle(embed(text))))
  expect(results.map(({ error }) => error)).toMatchObject([{ status }, { status }, { status }])
  expect(seen).toHaveLength(1)
})

test('an abort ends the wait of its own caller alone, before and after it was sent', async () => {
  const open: OpenExchange[] = []
  const { embed, seen } = await connect((exchange) => void open.push(exchange))
  const [early, late] = [new AbortController(), new AbortController()]
  const calls = [embed('a', { signal: early.signal }), embed('b', { signal: late.signal }), embed('c'), embed('d')]
  const results = Promise.all(calls.map(settle))
  early.abort('early')
  await expect(calls[0]).rejects.toBe('early')
  await until(() => open.length === 1)
  late.abort('late')
  await expect(calls[1]).rejects.toBe('late')
  answerVectors(open[0]!)
  expect((await results).map(({ value, error }) => value?.data[0]?.of ?? error)).toEqual(['early', 'late', 'c', 'd'])
  expect(seen).toEqual([['b', 'c', 'd']])
  await expect(embed('e', { signal: early.signal })).rejects.toBe('early')
})

test('the request is cancelled when all have left, and nothing is sent when they left before', async () => {
  const open: OpenExchange[] = []
  const { embed, seen } = await connect((exchange) => void open.push(exchange))
  const controller = new AbortController()
  const gone = settle(embed('x', { signal: AbortSignal.timeout(1) }))
  await gone
  const calls = ['a', 'b'].map((text) => settle(embed(text, { signal: controller.signal })))
  await until(() => open.length === 1)
  let closed = false
  open[0]!.response.on('close', () => (closed = true))
  controller.abort('enough')
  await Promise.all(calls)
  await until(() => closed)
  expect(seen).toEqual([['a', 'b']])
})

test('createEmbeddings gets from it what it gets without', async () => {
  const { url } = await serveEmulator({ closeWith: onTestFinished })
  let sent = 0
  const base = createTabbyClient({ baseUrl: url, onRequest: () => void (sent += 1), retry: false })
  const client = wrapTabbyClient(base, createBatcher())
  const texts = ['a cat', 'a dog', '[[fail]]', 'a bird']
  const together = await Promise.all(texts.map((input) => settle(createEmbeddings(client, { input }))))
  expect(sent).toBeLessThan(8)
  for (const [index, input] of texts.entries()) {
    const alone = await settle(createEmbeddings(base, { input }))
    if (alone.error) expect(together[index]!.error).toMatchObject({ code: (alone.error as { code: string }).code })
    else expect(together[index]!.value!.data).toEqual(alone.value!.data)
  }
})

test('a text whose context cannot be compared is sent alone, and core refuses a body that cannot be written', async () => {
  const { embed, seen } = await connect(answerVectors)
  const context: Record<string, unknown> = {}
  context['self'] = context
  expect(await Promise.all([embed('a', { context }), embed('bb')])).toMatchObject([{}, {}])
  expect(seen).toHaveLength(2)
  await expect(embed('a', {}, { user: context })).rejects.toMatchObject({ code: 'request_refused' })
})

test('verify sees what its own caller gets', async () => {
  const { embed } = await connect(answerVectors)
  const seen: unknown[] = []
  const verify = (value: unknown) => void seen.push((value as { data: unknown[] }).data.length)
  await Promise.all([embed('a', { verify }), embed('bb')])
  expect(seen).toEqual([1])
})

test('the longest wait is what a timer can wait', () => {
  expect(createBatcher({ wait: 2 ** 31 - 1 })).toBeTypeOf('function')
})

test.each<[object, string]>([
  [{ wait: -1 }, 'wait'],
  [{ wait: 2 ** 31 }, 'wait'],
  [{ wait: Number.NaN }, 'wait'],
  [{ maxSize: 0 }, 'maxSize'],
  [{ maxSize: 1.5 }, 'maxSize'],
  [[], 'options'],
])('%o is refused by name', (options, name) => {
  expect(() => createBatcher(options)).toThrow(
    expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(name) as unknown }),
  )
})
