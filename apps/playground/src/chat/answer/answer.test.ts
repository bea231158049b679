import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TabbyConnectionError, createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { expect, onTestFinished, test } from 'vitest'
import { describeFailure } from '../../server/explain-failure.js'
import { builtInTools } from '../tools/built-in-tools.js'
import type { AnswerEvent } from './answer-event.js'
import { createAnswerWriter } from './create-answer-writer.js'
import { readTokenChances } from './read-token-chances.js'
import { streamAnswer, type StreamAnswerOptions } from './stream-answer.js'

const answer = async (content: string, options: Partial<StreamAnswerOptions> = {}, params: object = {}) => {
  const { fetch } = createEmulator()
  const client = createTabbyClient({ baseUrl: 'http://emulator', fetch })
  const writer = createAnswerWriter()
  let end: AnswerEvent | undefined
  const all = { signal: new AbortController().signal, tools: [], approve: async () => true, ...options }
  for await (const event of streamAnswer(client, { messages: [{ role: 'user', content }], ...params }, all)) {
    writer.add(event)
    end = event
  }
  return { parts: writer.read(), end }
}

test('thoughts and text become two parts, and the end has the figures of the server', async () => {
  const { parts, end } = await answer('[[think:5]] [[len:6]]', {}, { enable_thinking: true })
  expect(parts.map(({ type }) => type)).toEqual(['reasoning', 'text'])
  expect(end).toMatchObject({ type: 'end', end: 'stop', usage: { completion_tokens: expect.any(Number) } })
})

test('probabilities belong to the text, one for each token', async () => {
  const { parts } = await answer('[[len:6]]', {}, { logprobs: true, top_logprobs: 3 })
  const [part] = parts
  const tokens = part?.type === 'text' ? part.tokens! : []
  expect(tokens.map(({ token }) => token).join('')).toBe(part?.type === 'text' ? part.text : '')
  expect(tokens[0]!.others).toHaveLength(3)
  for (const { probability } of tokens) expect(probability).toBeGreaterThanOrEqual(0)
})

test('a token of probability 0 has the probability 0 in both spellings', () => {
  expect(
    readTokenChances({
      content: [
        { token: 'a', logprob: null },
        { token: 'b', logprob: -Infinity },
      ],
    }),
  ).toEqual([
    { token: 'a', probability: 0, others: [] },
    { token: 'b', probability: 0, others: [] },
  ])
})

test('probabilities of a form that nobody knows cost neither the text nor those that are known', () => {
  const read = (logprobs: unknown) => readTokenChances(logprobs as never)
  for (const logprobs of [
    {},
    { content: null },
    { content: 'x' },
    { content: [null, 5, {}, { token: 5, logprob: 0 }] },
    5,
  ]) {
    expect(read(logprobs)).toBeUndefined()
  }
  const strange = { token: 'a', logprob: 'x', top_logprobs: { length: 4_294_967_294 } }
  const known = {
    token: 'b',
    logprob: 0,
    top_logprobs: [null, { token: 'c', logprob: NaN }, { token: 'd', logprob: 9 }],
  }
  expect(read({ content: [strange, known] })).toEqual([
    { token: 'a', probability: 0, others: [] },
    {
      token: 'b',
      probability: 1,
      others: [
        { token: 'c', probability: 0 },
        { token: 'd', probability: 1 },
      ],
    },
  ])
})

test('a failure of blanks, or with a code that every object has as a name, is told at once', () => {
  const begin = performance.now()
  const error = new TabbyConnectionError(`x${' '.repeat(500_000)}y. .`, {
    method: 'GET',
    path: '/',
  } as never)
  expect(describeFailure(error)).toMatch(/y\. \S/)
  expect(performance.now() - begin).toBeLessThan(1000)
})

test('a call that is approved has its result, and the answer goes on after it', async () => {
  const tools = builtInTools.map(({ tool }) => tool)
  const { parts, end } = await answer('[[tool:1]]', { tools })
  expect(parts[0]).toMatchObject({
    type: 'tool',
    call: { function: { name: 'calculator' } },
    result: expect.any(String),
  })
  expect(parts.at(-1)).toMatchObject({ type: 'text' })
  expect(end).toMatchObject({ type: 'end' })
})

test('a call that is refused is shown as such', async () => {
  const tools = builtInTools.map(({ tool }) => tool)
  const { parts } = await answer('[[tool:1]]', { tools, approve: async () => 'Not today' })
  expect(parts[0]).toMatchObject({ type: 'tool', problem: true, result: expect.stringContaining('Not today') })
})

test('an answer to a schema is a value that grows, and one that is something else is shown as it is', async () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
  const { parts, end } = await answer('Invent a name', { schema })
  expect(parts).toEqual([{ type: 'object', value: { name: expect.any(String) } }])
  expect(end).toMatchObject({ type: 'end', end: 'stop', usage: { completion_tokens: expect.any(Number) } })

  // A server that ignores the schema, as the real one does with one that it cannot use.
  const emulator = createEmulator()
  const fetch = (url: string, init: RequestInit) =>
    emulator.fetch(url, { ...init, body: String(init.body).replace('json_schema', 'ignored') })
  const client = createTabbyClient({ baseUrl: 'http://emulator', fetch })
  const messages = [{ role: 'user', content: `[[say64:${btoa('No.')}]]` }]
  const options = { signal: new AbortController().signal, tools: [], approve: async () => true, schema }
  const said: AnswerEvent[] = []
  const read = async () => {
    for await (const event of streamAnswer(client, { messages }, options)) said.push(event)
  }
  await expect(read()).rejects.toMatchObject({ reason: 'invalid-json' })
  expect(said).toEqual([{ type: 'text', text: expect.stringContaining('No') }])
})

test('parts that did not change are the same objects, so that only what grows is drawn again', () => {
  const writer = createAnswerWriter()
  writer.add({ type: 'reasoning', text: 'Hm' })
  writer.add({ type: 'text', text: 'A' })
  const before = writer.read()
  writer.add({ type: 'text', text: 'B' })
  expect(writer.read()[0]).toBe(before[0])
  expect(writer.read()[1]).toEqual({ type: 'text', text: 'AB' })
  expect(before[1]).toEqual({ type: 'text', text: 'A' })
})

test('a failure says what to do', async () => {
  expect(describeFailure(new Error('as it is'))).toBe('as it is')
  const lost = new TabbyConnectionError('The connection was refused', { reason: undefined })
  expect(describeFailure(lost)).toMatch(
    /^The connection was refused\. Check that TabbyAPI is running.* the Connection view finds out what is wrong\.$/,
  )
  const client = createTabbyClient({
    baseUrl: 'http://emulator',
    fetch: createEmulator({ faults: [{ effect: { kind: 'cut', afterEvents: 3 } }] }).fetch,
  })
  const options = { signal: new AbortController().signal, tools: [], approve: async () => true }
  const read = async () => {
    const events = streamAnswer(client, { messages: [{ role: 'user', content: 'Hi' }] }, options)
    for (;;) if ((await events.next()).done) return
  }
  const error = await read().catch((thrown: unknown) => thrown)
  expect(describeFailure(error)).toMatch(/What had arrived is kept|the Connection view/)
})

test('streams of other servers cost no text, and their calls in pieces are one', async () => {
  const chunk = (delta: unknown, more: object = {}) => ({
    id: 'a',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ delta, finish_reason: null, ...more }],
  })
  const call = { id: '1', type: 'function', function: { name: 'clock', arguments: null } }
  const events = [
    null,
    chunk({ reasoning: 'why' }),
    chunk({ content: [{ type: 'text', text: 'sa' }] }, { logprobs: { content: null } }),
    chunk({ content: 'id' }, { index: 0, logprobs: {} }),
    chunk({ refusal: ', not more' }),
    chunk({ tool_calls: [call] }),
    chunk({ tool_calls: [{ function: { arguments: '{"a":' } }] }),
    chunk({ tool_calls: [{ function: { arguments: '1}' } }] }, { finish_reason: 'tool_calls' }),
  ]
  const body = [...events.map((event) => JSON.stringify(event)), '[DONE]'].map((event) => `data: ${event}\n\n`).join('')
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const writer = createAnswerWriter()
  const options = { signal: new AbortController().signal, tools: [], approve: async () => true }
  const params = { messages: [{ role: 'user', content: 'hi' }] }
  for await (const event of streamAnswer(client, params, options)) writer.add(event)
  expect(writer.read()).toEqual([
    { type: 'reasoning', text: 'why' },
    { type: 'text', text: 'said, not more' },
    { type: 'tool', call: expect.objectContaining({ function: { name: 'clock', arguments: '{"a":1}' } }) },
  ])
})
