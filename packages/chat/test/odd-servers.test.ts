import { createTabbyClient } from '@tabby/core'
import { readAll, serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collectChatCompletion } from '../src/collect-chat-completion.js'
import { createChatCompletion } from '../src/create-chat-completion.js'
import { readChatText } from '../src/read-chat-text.js'
import { streamChatCompletion } from '../src/stream-chat-completion.js'
import { defineTool } from '../src/tools/define-tool.js'
import { runTools } from '../src/tools/run-tools.js'
import { streamTools } from '../src/tools/stream-tools.js'
import { serveReplies } from './serve-replies.js'

const params = { messages: [] }
const done = 'data: [DONE]\n\n'
const toEvent = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const toChunk = (delta: unknown, finish_reason: unknown = null, index: unknown = 0) =>
  toEvent({ id: 'x', choices: [{ index, delta, finish_reason }] })
const hi = toChunk({ content: 'Hi' })
const stop = toChunk({}, 'stop')
const boom = { message: 'The GPU is on fire', code: 'x' }

async function open(body: string[]) {
  const server = await serveAnswers({ body })
  onTestFinished(server.close)
  return streamChatCompletion(createTabbyClient({ baseUrl: server.url }), params)
}
const collect = async (...body: string[]) => (await collectChatCompletion(await open(body))).choices
const readText = async (...body: string[]) => (await readAll(readChatText(await open(body)))).join('')

describe('the index of the only choice', () => {
  test.each([1, 7])('%d is read as 0', async (index) => {
    const body = [toChunk({ content: 'Hi' }, null, index), toChunk({}, 'stop', index), done]
    expect(await readText(...body)).toBe('Hi')
    expect(await collect(...body)).toMatchObject([{ index: 0, finish_reason: 'stop', message: { content: 'Hi' } }])
  })
  test('it may be another one at the end', async () => {
    expect(await readText(toChunk({ content: 'Hi' }, null, 1), toChunk({}, 'stop', 0), done)).toBe('Hi')
  })
  test.each([
    ['from 1', [1, 2, 3]],
    ['after the role', [0, 0, 1, 2]],
    ['at the end alone', [0, 0, 1]],
  ])('one that counts chunks %s is an error', async (_name, indexes) => {
    const chunks = indexes.map((index, place) =>
      toChunk({ content: 'Hi' }, indexes[place + 1] === undefined ? 'stop' : null, index),
    )
    await expect(readText(...chunks, done)).rejects.toMatchObject({ reason: 'invalid-event' })
  })
})

test.each([' ', '\n', 'undefined', 'nil', 'None'])('a finish_reason of %j is none', async (reason) => {
  await expect(collect(toChunk({ content: 'Hi' }, reason))).rejects.toMatchObject({ reason: 'truncated' })
  expect(await collect(toChunk({ content: 'Hi' }, reason), stop, done)).toMatchObject([{ finish_reason: 'stop' }])
})

test.each([
  [[{ type: 'text', text: { value: 'Hi', annotations: [] } }], 'Hi', null],
  [[{ type: 'text', content: 'Hi' }], 'Hi', null],
  [[{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'So' }] }, 'Hi'], 'Hi', 'So'],
  [[{ type: 'reasoning_content', reasoning_content: 'So' }, 'Hi'], 'Hi', 'So'],
])('content of the parts %j is read', async (content, text, reasoning) => {
  expect(await collect(toChunk({ content }), stop, done)).toMatchObject([
    { message: { content: text, reasoning_content: reasoning } },
  ])
})

test('a part of reasoning without a text is kept', async () => {
  const part = { type: 'reasoning', encrypted: 'x' }
  expect(await collect(toChunk({ content: [part] }), stop, done)).toMatchObject([
    { message: { content_parts: [part] } },
  ])
})

test.each([{ thinking: 'So' }, { reasoning: { text: 'So' } }, { reasoning: [{ text: 'So' }] }])(
  'reasoning in the form %j is read and kept',
  async (delta) => {
    const [choice] = await collect(toChunk(delta), hi, stop, done)
    expect(choice!.message).toMatchObject({ ...delta, reasoning_content: 'So', content: 'Hi' })
  },
)

test('the members of an object in pieces are all kept', async () => {
  const pieces = [{ id: 'a', data: 'AA' }, { data: 'BB' }, { transcript: 'Hi' }]
  const [choice] = await collect(...pieces.map((audio) => toChunk({ audio })), stop, done)
  expect(choice!.message).toMatchObject({ audio: { id: 'a', data: 'AABB', transcript: 'Hi' } })
})

describe('an error in another place', () => {
  test.each([
    ['a field of its own', [hi, `error: ${JSON.stringify(boom)}\n\n`]],
    ['a field of its own, as a sentence', [hi, `error: ${boom.message}\n\n`, done]],
    ['a line without a field', [hi, `${JSON.stringify({ error: boom })}\n\n`, done]],
    ['the body, labelled as an event stream', [JSON.stringify({ error: boom }, null, 1)]],
    ['the body, as FastAPI writes it', [JSON.stringify({ detail: boom.message })]],
    ['a delta', [hi, toChunk({ error: boom }), done]],
  ])('%s is read', async (_name, body) => {
    await expect(collect(...body)).rejects.toMatchObject({
      reason: 'server-error',
      message: expect.stringContaining(boom.message),
    })
  })
  test('a finish_reason alone says that there is one', async () => {
    await expect(collect(hi, toChunk({}, 'error'), done)).rejects.toMatchObject({ reason: 'server-error' })
  })
  test.each([{ message: { content: null, error: boom } }, { message: { content: 'Hi' }, finish_reason: 'error' }])(
    'a completion with %j fails',
    async (choice) => {
      const { client } = await serveReplies([choice])
      await expect(createChatCompletion(client, params)).rejects.toMatchObject({ code: 'server_error' })
    },
  )
})

test('an error without a word beside choices is none', async () => {
  const error = { message: '', type: '', param: '', code: null }
  const chunk = (delta: object, finish_reason: string | null) => toEvent({ error, choices: [{ delta, finish_reason }] })
  expect(await readText(chunk({ content: 'Hi' }, null), chunk({}, 'stop'), done)).toBe('Hi')
})

test('a completion that is labelled as an event stream is read', async () => {
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }
  expect(await readText(`\n${JSON.stringify({ id: 'x', choices: [choice] }, null, 1)}`)).toBe('Hi')
})

test.each(['ping', '[PING]', '"keepalive"', 'false', '0', '""'])('an event %s says nothing', async (data) => {
  expect(await readText(hi, `data: ${data}\n\n`, stop, done)).toBe('Hi')
})

test.each(['[done]', 'DONE', '"[DONE]"', ' [DONE] '])('%s ends a stream', async (data) => {
  expect(await readText(hi, stop, `data: ${data}\n\n`)).toBe('Hi')
})

test('NaN in a chunk is null', async () => {
  const logprobs = { content: [{ token: 'Hi', logprob: 'NaN' }] }
  const chunk = toEvent({ choices: [{ index: 0, delta: { content: 'Hi' }, logprobs, finish_reason: 'stop' }] })
  const [choice] = await collect(chunk.replace('"NaN"', 'NaN'), done)
  expect(choice!.logprobs!.content[0]!.logprob).toBeNull()
})

describe('the choices of a completion', () => {
  const create = async (...indexes: number[]) => {
    const choices = indexes.map((index, place) => ({ index, finish_reason: 'stop', message: { content: `${place}` } }))
    const server = await serveAnswers({
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify({ choices })],
    })
    onTestFinished(server.close)
    const answer = await createChatCompletion(createTabbyClient({ baseUrl: server.url }), params)
    return answer.choices.map(({ index, message }) => [index, message.content])
  }
  test('they are in the order of their indexes', async () => {
    expect(await create(2, 0, 1)).toEqual([
      [0, '1'],
      [1, '2'],
      [2, '0'],
    ])
  })
  test('two of one index have those of their places', async () => {
    expect(await create(0, 0)).toEqual([
      [0, '0'],
      [1, '1'],
    ])
  })
})

describe('arguments of a call in another form', () => {
  const end = { message: { role: 'assistant', content: 'Done.' } }
  const run = async (message: object, finish_reason: string) => {
    const seen: unknown[] = []
    const tool = defineTool({ name: 'work', schema: { type: 'object' }, execute: (given) => void seen.push(given) })
    const { client } = await serveReplies([{ message, finish_reason }, end])
    await runTools(client, params, { tools: [tool] })
    return seen
  }
  const x = '{"x":1}'
  test.each([
    ['null as a text', { arguments: 'null' }, {}],
    ['JSON in a text of JSON', { arguments: JSON.stringify(x) }, { x: 1 }],
    ['parameters', { parameters: { x: 1 } }, { x: 1 }],
    ['input', { input: { x: 1 } }, { x: 1 }],
  ])('%s', async (_name, given, expected) => {
    const tool_calls = [{ id: 'a', function: { name: 'work', ...given } }]
    expect(await run({ content: null, tool_calls }, 'tool_calls')).toEqual([expected])
  })
  test('a call among the parts of the content', async () => {
    const content = [{ type: 'tool_use', id: 'a', name: 'work', input: { x: 1 } }]
    expect(await run({ content }, 'tool_use')).toEqual([{ x: 1 }])
  })
  test.each(['tool_use', 'function_call'])('the reason %s without a call is an error', async (reason) => {
    await expect(run({ content: 'Let me see.' }, reason)).rejects.toMatchObject({ reason: 'malformed-call' })
  })
  test.each([
    ['an empty object first', [{ name: 'work', arguments: '{}' }, { arguments: x }]],
    ['all of them once more', [{ name: 'work', arguments: '{"x"' }, { arguments: ':1}' }, { arguments: x }]],
  ])('in a stream: %s', async (_name, pieces) => {
    const seen: unknown[] = []
    const tool = defineTool({ name: 'work', schema: { type: 'object' }, execute: (given) => void seen.push(given) })
    const calls = pieces.map((called) => toChunk({ tool_calls: [{ index: 0, id: 'a', function: called }] }))
    const bodies = [
      [...calls, toChunk({}, 'tool_calls'), done],
      [hi, stop, done],
    ]
    const server = await serveAnswers((_request, index) => ({ body: bodies[index]! }))
    onTestFinished(server.close)
    await readAll(streamTools(createTabbyClient({ baseUrl: server.url }), params, { tools: [tool] }))
    expect(seen).toEqual([{ x: 1 }])
  })
  test('a field that is null in a later piece stays', async () => {
    const pieces = [
      { index: 0, id: 'a', type: 'function', function: { name: 'work', arguments: '{"x"' } },
      { index: 0, id: null, type: null, function: { name: null, arguments: ':1}' } },
    ]
    const [choice] = await collect(...pieces.map((piece) => toChunk({ tool_calls: [piece] })), stop, done)
    expect(choice!.message.tool_calls).toMatchObject([{ id: 'a', type: 'function', function: { arguments: x } }])
  })
  test('a new field in each of 4,000 pieces takes linear time', async () => {
    const piece = (place: number) => ({ index: 0, [`field${place}`]: 1, function: { name: '', arguments: '1' } })
    const body = Array.from({ length: 4000 }, (_, place) => toChunk({ tool_calls: [piece(place)] }))
    const start = performance.now()
    await collect(body.join(''), stop, done)
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
