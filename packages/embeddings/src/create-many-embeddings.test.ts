import { createTabbyClient } from '@tabby/core'
import { type Answer, type ArrivedRequest, serveAnswers, serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createEmbeddings } from './create-embeddings.js'
import { createManyEmbeddings } from './create-many-embeddings.js'

const headers = { 'content-type': 'application/json' }
const texts = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)

/** The texts of a request. */
const readInput = ({ body }: ArrivedRequest) => (JSON.parse(body) as { input: string[] }).input

/** Vectors that hold the number that each text is. */
function answerVectors(request: ArrivedRequest, model = 'e'): Answer {
  const data = readInput(request).map((text, index) => ({ index, embedding: [Number(text)] }))
  const usage = { prompt_tokens: data.length, total_tokens: data.length }
  return { headers, body: [JSON.stringify({ model, data: data.reverse(), usage })] }
}

async function serve(answer: (request: ArrivedRequest, index: number) => Answer | Promise<Answer>) {
  const server = await serveAnswers(answer)
  onTestFinished(server.close)
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: false }) }
}

test('texts go in requests of batchSize, and the vectors come in the order of the texts', async () => {
  // The first response is the last to arrive.
  const { client, server } = await serve((request, index) => ({
    ...answerVectors(request),
    body: [index === 0 ? 30 : 0, ...answerVectors(request).body!],
  }))
  const { data, model, usage } = await createManyEmbeddings(client, texts(10), { batchSize: 3, concurrency: 4 })
  expect(data.map(({ embedding }) => embedding[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(data.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect([model, usage]).toEqual(['e', { prompt_tokens: 10, total_tokens: 10 }])
  expect(server.requests.map((request) => readInput(request).length).sort()).toEqual([1, 3, 3, 3])
})

test('so many run at once, and no more', async () => {
  let running = 0
  let most = 0
  const { client } = await serve(async (request) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return answerVectors(request)
  })
  await createManyEmbeddings(client, texts(12), { batchSize: 1, concurrency: 3 })
  expect(most).toBe(3)
  most = 0
  await createManyEmbeddings(client, texts(4), { batchSize: 1 })
  expect(most).toBe(2)
})

test('64 texts are one request by default, and one more is two', async () => {
  const { client, server } = await serve((request) => answerVectors(request))
  await createManyEmbeddings(client, texts(64))
  expect(server.requests).toHaveLength(1)
  await createManyEmbeddings(client, texts(65))
  expect(server.requests).toHaveLength(3)
})

test('the progress is reported after each request, to the last text', async () => {
  const { client } = await serve((request) => answerVectors(request))
  const seen: [number, number][] = []
  const onProgress = (...progress: [number, number]) => void seen.push(progress)
  await createManyEmbeddings(client, texts(5), { batchSize: 2, concurrency: 1, onProgress })
  expect(seen).toEqual([
    [2, 5],
    [4, 5],
    [5, 5],
  ])
})

test('an error ends it: what runs is cancelled, and nothing more is sent', async () => {
  const { client, server } = await serve((_, index) =>
    index === 0 ? { status: 500, headers, body: ['{}'] } : { headers, body: ['{'], end: 'open' },
  )
  const call = createManyEmbeddings(client, texts(20), { batchSize: 1, concurrency: 2 })
  await expect(call).rejects.toMatchObject({ code: 'server_error', status: 500 })
  for (const { over } of server.requests.slice(1)) expect((await over).clientLeft).toBe(true)
  expect(server.requests.length).toBeLessThanOrEqual(2)
})

test('an abort rejects with the reason of the signal, before and in the middle', async () => {
  const { client, server } = await serve(() => ({ headers, body: ['{'], end: 'open' }))
  const controller = new AbortController()
  const call = createManyEmbeddings(client, texts(9), { batchSize: 3, signal: controller.signal })
  setTimeout(() => controller.abort('enough'), 20)
  await expect(call).rejects.toBe('enough')
  const count = server.requests.length
  await expect(createManyEmbeddings(client, texts(1), { signal: controller.signal })).rejects.toBe('enough')
  expect(server.requests).toHaveLength(count)
})

test.each<[string, () => void]>([
  [
    'throws',
    () => {
      throw new Error('enough')
    },
  ],
  ['rejects with', () => Promise.reject(new Error('enough'))],
])('what onProgress %s ends it', async (_, onProgress) => {
  const { client, server } = await serve((request) => answerVectors(request))
  const call = createManyEmbeddings(client, texts(9), { batchSize: 1, concurrency: 1, onProgress })
  await expect(call).rejects.toThrow('enough')
  expect(server.requests).toHaveLength(1)
})

test('one signal for many calls is no leak', async () => {
  const { client } = await serve((request) => answerVectors(request))
  const warnings: unknown[] = []
  const warn = (warning: unknown) => void warnings.push(warning)
  process.on('warning', warn)
  onTestFinished(() => void process.off('warning', warn))
  const { signal } = new AbortController()
  await Promise.all(Array.from({ length: 20 }, () => createManyEmbeddings(client, texts(1), { signal })))
  expect(warnings).toEqual([])
})

test('another model between two requests is an error', async () => {
  const { client } = await serve((request, index) => answerVectors(request, index === 0 ? 'e' : 'f'))
  const call = createManyEmbeddings(client, texts(2), { batchSize: 1, concurrency: 1 })
  await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['model'] })
})

test('no texts take no request, and usage that one response leaves out is left out', async () => {
  const { client, server } = await serve((request, index) => {
    const answer = answerVectors(request)
    return index === 0 ? answer : { ...answer, body: [String(answer.body![0]).replace('usage', 'nothing')] }
  })
  expect(await createManyEmbeddings(client, [])).toMatchObject({ data: [], model: '' })
  expect(server.requests).toHaveLength(0)
  expect((await createManyEmbeddings(client, texts(2), { batchSize: 1 })).usage).toBeUndefined()
})

test('the vectors are those of one request', async () => {
  const { url } = await serveEmulator({ closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url })
  const input = ['a cat', 'a dog', 'a bird']
  const { data } = await createManyEmbeddings(client, input, { batchSize: 2 })
  expect(data).toEqual((await createEmbeddings(client, { input })).data)
  expect(data[0]!.embedding).toBeInstanceOf(Float32Array)
})

test.each<[unknown, object, string]>([
  [undefined, {}, 'list of strings'],
  ['text', {}, 'list of strings'],
  [[1, 2], {}, 'list of strings'],
  [['x'], { batchSize: 0 }, 'batchSize'],
  [['x'], { batchSize: Number.NaN }, 'batchSize'],
  [['x'], { concurrency: 0 }, 'concurrency'],
  [['x'], { concurrency: Infinity }, 'concurrency'],
  [['x'], { onProgress: true }, 'onProgress'],
])('%o with %o is refused by name', async (params, options, name) => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false })
  await expect(createManyEmbeddings(client, params as string[], options)).rejects.toMatchObject({
    code: 'request_refused',
    message: expect.stringContaining(name) as unknown,
  })
})
