import type { ToolCall } from '@tabby/core'
import { expect, test } from 'vitest'
import type { ChatCompletionChunk, ChatDelta } from '../chat-completion-chunk.js'
import { createChatCollector } from '../chat-collector.js'
import { createChunkReader } from './create-chunk-reader.js'

/** Reads deltas of one choice twice, for what was read once must stay as it is, and collects them. */
function collect(...deltas: unknown[]) {
  const collector = createChatCollector({})
  const [read, again] = [createChunkReader(), createChunkReader()]
  for (const delta of deltas) {
    const chunk = read({ id: 'x', choices: [{ index: 0, delta, finish_reason: null }] })!
    expect(again(chunk)).toEqual(chunk)
    collector.add(chunk)
  }
  return collector.getResult().choices[0]!.message
}

const collectCalls = (...lists: unknown[]) =>
  (collect(...lists.map((tool_calls) => ({ tool_calls }))).tool_calls ?? []).map(
    ({ id, index, function: { name, arguments: text } }: ToolCall) => [index, id, name, text],
  )
const fn = (name: string, text: unknown) => ({ name, arguments: text })
const x = '{"x":1}'

test.each<[string, unknown[], unknown[][]]>([
  [
    'null, then a text',
    [[{ index: 0, id: 'a', function: fn('f', null) }], [{ index: 0, function: { arguments: x } }]],
    [[0, 'a', 'f', x]],
  ],
  ['none at all', [[{ index: 0, id: 'a', function: { name: 'f' } }]], [[0, 'a', 'f', '']]],
  ['an object', [[{ function: fn('f', { x: 1 }) }]], [[0, undefined, 'f', x]]],
  [
    'a late name and a late id',
    [[{ index: 0, function: { arguments: '{"x"' } }], [{ index: 0, id: 'a', function: fn('f', ':1}') }]],
    [[0, 'a', 'f', x]],
  ],
  [
    'an id that changes with each piece',
    [[{ index: 0, id: 'a', function: fn('f', '{"x"') }], [{ index: 0, id: 'b', function: fn('f', ':1}') }]],
    [[0, 'a', 'f', x]],
  ],
  [
    'a name that is repeated',
    [[{ index: 0, id: 'a', function: fn('f', '{"x"') }], [{ index: 0, function: fn('f', ':1}') }]],
    [[0, 'a', 'f', x]],
  ],
  [
    'a name in pieces',
    [[{ index: 0, id: 'a', function: fn('get_', '') }], [{ index: 0, function: fn('time', '') }]],
    [[0, 'a', 'get_time', '']],
  ],
  [
    'whole calls without index and id, in one list',
    [[{ function: fn('f', x) }, { function: fn('f', x) }]],
    [
      [0, undefined, 'f', x],
      [1, undefined, 'f', x],
    ],
  ],
  [
    'whole calls without arguments',
    [[{ function: fn('f', '') }, { function: fn('f', '') }]],
    [
      [0, undefined, 'f', ''],
      [1, undefined, 'f', ''],
    ],
  ],
  [
    'whole calls that all have index 0',
    [[{ index: 0, function: fn('f', x) }], [{ index: 0, function: fn('g', x) }]],
    [
      [0, undefined, 'f', x],
      [1, undefined, 'g', x],
    ],
  ],
  [
    'calls of one function that all have index 0',
    [[{ index: 0, id: 'a', function: fn('f', x) }], [{ index: 0, id: 'b', function: fn('f', x) }]],
    [
      [0, 'a', 'f', x],
      [1, 'b', 'f', x],
    ],
  ],
  [
    'pieces without index',
    [
      [{ id: 'a', function: fn('f', '') }],
      [{ function: { arguments: x } }],
      [{ id: 'b', function: fn('g', '') }],
      [{ function: { arguments: x } }],
    ],
    [
      [0, 'a', 'f', x],
      [1, 'b', 'g', x],
    ],
  ],
  [
    'one id for all calls',
    [
      [
        { id: 'c', function: fn('f', x) },
        { id: 'c', function: fn('g', x) },
      ],
    ],
    [
      [0, 'c', 'f', x],
      [1, 'c', 'g', x],
    ],
  ],
  [
    'a call that is sent twice',
    [[{ index: 0, id: 'a', function: fn('f', x) }], [{ index: 0, id: 'a', function: fn('f', x) }]],
    [[0, 'a', 'f', x]],
  ],
  ['an index as text, and one that is far away', [[{ index: '3', function: fn('f', x) }]], [[3, undefined, 'f', x]]],
  ['a call without a function', [[{ index: 0, id: 'a', name: 'f', arguments: x }]], [[0, 'a', 'f', x]]],
])('tool calls: %s', (_, lists, expected) => {
  expect(collectCalls(...lists)).toEqual(expected)
})

test('the old form of a call is a call', () => {
  const { tool_calls } = collect({ function_call: fn('f', '{"x"') }, { function_call: { arguments: ':1}' } })
  expect(tool_calls).toEqual([{ index: 0, function: fn('f', x) }])
})

test('a name that changes in the middle of the arguments is an error', () => {
  const pieces = [[{ index: 0, function: fn('f', '{"x"') }], [{ index: 0, function: fn('g', ':1}') }]]
  expect(() => collectCalls(...pieces)).toThrow('name changes')
})

test.each<[string, unknown, Partial<ReturnType<typeof collect>>]>([
  ['a list of parts', [{ type: 'text', text: 'Hi' }, ' you'], { content: 'Hi you' }],
  ['one part', { type: 'output_text', text: 'Hi' }, { content: 'Hi' }],
  [
    'reasoning among parts',
    [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }, { text: 'Hi' }],
    { content: 'Hi', reasoning_content: 'Hm' },
  ],
  [
    'a part without text',
    [{ type: 'image_url', image_url: { url: 'data:' } }],
    { content: null, content_parts: [{ type: 'image_url', image_url: { url: 'data:' } }] } as object,
  ],
  ['no parts', [], { content: null }],
])('content: %s', (_, content, expected) => {
  expect(collect({ content })).toMatchObject(expected)
})

test.each([5, true, [5], [[{ text: 1 }, 2]]])('a content such as %j is an error, and no text', (content) => {
  expect(() => collect({ content })).toThrow('Cannot read the content')
})

test('fields that nobody knows are kept: texts and lists grow, other values are the last', () => {
  const message = collect(
    { role: 'assistant', refusal: 'No', annotations: [1], audio: { id: 'a' }, reasoning: 'H' },
    { role: 'assistant', refusal: ', never', annotations: [2], audio: { id: 'b' }, reasoning: 'm' },
  )
  expect(message).toMatchObject({ role: 'assistant', refusal: 'No, never', annotations: [1, 2], audio: { id: 'b' } })
  expect(message).toMatchObject({ reasoning_content: 'Hm', reasoning: 'Hm' })
})

const read = (event: unknown) => createChunkReader()(event)

test.each([null, {}, { type: 'ping' }, { choices: null }, { message: 'the GPU is gone' }])(
  '%j is no chunk',
  (event) => {
    expect(read(event)).toBeUndefined()
  },
)

test.each<[unknown, Partial<ChatCompletionChunk>]>([
  [{ usage: { total_tokens: 1 } }, { choices: [], usage: { total_tokens: 1 } } as never],
  [{ id: 'x', choices: null, citations: [1] }, { choices: [], citations: [1] } as never],
  [{ choices: [{ index: 0, finish_reason: 'stop' }] }, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }],
  [
    { choices: [{ delta: { content: 'a' } }] },
    { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] },
  ],
  [{ choices: [{ index: 0, text: 'a' }] }, { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] }],
  [
    { choices: [{ index: 0, message: { content: 'a' }, finish_reason: '' }] },
    { choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] },
  ],
  [
    { choices: [{ index: 0, delta: null, finish_reason: 'null' }] },
    { choices: [{ index: 0, delta: {}, finish_reason: null }] },
  ],
])('%j is read as a chunk', (event, chunk) => {
  expect(read(event)).toMatchObject(chunk)
})

test.each(['__proto__', 'constructor', 4_294_967_294, 65_536, -1, 1.5, Number.NaN, true, {}, []])(
  'an index such as %j of a choice or a call is an error',
  (index) => {
    const toEvent = (choice: object, delta: unknown = {}) => ({
      choices: [{ index: 0, finish_reason: null, delta, ...choice }],
    })
    expect(() => read(toEvent({ index }))).toThrow('index of a choice')
    expect(() => read(toEvent({}, { tool_calls: [{ index, function: fn('f', x) }] }))).toThrow('index of a tool call')
  },
)

test('the largest index is one, and takes no room', () => {
  const chunk = read({ choices: [{ index: 65_535, delta: { content: 'a' } as ChatDelta, finish_reason: null }] })!
  const collector = createChatCollector({})
  collector.add(chunk)
  expect(collector.getResult().choices).toMatchObject([{ index: 65_535, message: { content: 'a' } }])
})

test('the usual chunk passes as it is', () => {
  const chunk = { id: 'x', choices: [{ index: 0, delta: { content: 'a', mood: 'good' }, finish_reason: null }] }
  expect(read(chunk)).toBe(chunk)
})
