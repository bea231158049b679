import { expect, test } from 'vitest'
import { createChatCollector } from './chat-collector.js'
import type { ChatChunkChoice, ChatCompletionChunk } from './chat-completion-chunk.js'
import { collectChatCompletion } from './collect-chat-completion.js'

/** A message in which nothing was said, in the form of a completion that was not streamed. */
const nothing = { role: 'assistant', content: null, reasoning_content: null, tool_calls: null, tool_call_id: null }
const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'some-model' }

async function collect(...choices: Partial<ChatChunkChoice>[]) {
  async function* stream(): AsyncGenerator<ChatCompletionChunk> {
    for (const choice of choices) yield { ...head, choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }] }
  }
  return (await collectChatCompletion(stream())).choices
}

const call = (id: string, name: string, text: string, index = 0) => ({ id, function: { name, arguments: text }, index })

test('reasoning and content are put together apart from each other', async () => {
  const [choice] = await collect(
    { delta: { reasoning_content: 'Hm' } },
    { delta: { reasoning_content: ', yes' } },
    { delta: { content: 'A' } },
    { delta: { content: null } },
    { delta: { content: 'B' } },
  )
  expect(choice!.message).toEqual({ ...nothing, reasoning_content: 'Hm, yes', content: 'AB' })
})

test.each([1, 63, 64, 65, 127, 128, 129, 1000])(
  'a text of %i pieces is whole, and so are those beside it',
  async (count) => {
    const pieces = Array.from({ length: count }, (_, place) => `${place} `)
    const choices = await collect(
      ...pieces.map((piece) => ({ delta: { reasoning_content: piece } })),
      ...pieces.map((piece) => ({ delta: { content: piece } })),
      ...pieces.flatMap((piece) =>
        [1, 2].map((index) => ({ index, delta: { content: piece, reasoning_content: 'x' } })),
      ),
      { delta: { content: 'end' } },
    )
    const text = pieces.join('')
    const both = { ...nothing, content: text, reasoning_content: 'x'.repeat(count) }
    expect(choices.map(({ message }) => message)).toEqual([
      { ...nothing, content: `${text}end`, reasoning_content: text },
      both,
      both,
    ])
  },
)

test('an answer can be looked at before it is whole, also twice', () => {
  const collector = createChatCollector({})
  const add = (content: string) =>
    collector.add({ ...head, choices: [{ index: 0, delta: { content }, finish_reason: null }] })
  const read = () => ({ ...collector.getResult().choices[0]?.message })
  expect(read()).toEqual({})
  add('')
  expect(read()).toEqual(nothing)
  add('a')
  expect([read(), read()]).toEqual([
    { ...nothing, content: 'a' },
    { ...nothing, content: 'a' },
  ])
  add('b')
  expect(read()).toEqual({ ...nothing, content: 'ab' })
})

test('choices come by their index, whatever order they began in', async () => {
  const choices = await collect({ index: 2 }, { index: 0 }, { index: 1 }, { index: 2, delta: { content: 'last' } })
  expect(choices.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(choices[2]!.message.content).toBe('last')
})

test('calls to which a gateway gave the same id stay apart by their index', async () => {
  const [choice] = await collect({
    delta: { tool_calls: [call('call_0', 'one', '{}', 0), call('call_0', 'two', '[]', 1)] },
  })
  expect(choice!.message.tool_calls!.map(({ function: { name } }) => name)).toEqual(['one', 'two'])
})

test('whole tool calls in one piece stay apart, also when none of them has an index', async () => {
  const calls = [call('a', 'now', '{}', 0), call('b', 'add', '{"x":1}', 1)]
  expect((await collect({ delta: { tool_calls: calls } }))[0]!.message.tool_calls).toEqual(calls)
  const bare = calls.map(({ id, function: called }) => ({ id, function: called }))
  const numbered = bare.map((each, index) => ({ ...each, index }))
  expect((await collect({ delta: { tool_calls: bare } }))[0]!.message.tool_calls).toEqual(numbered)
})

test('pieces of arguments are put together, with or without a repeated id, and chunks stay as they were', async () => {
  const first = call('a', 'add', '')
  const pieces = [first, call('b', 'now', '', 1), { function: { name: '', arguments: '{"x"' }, index: 0 }]
  const [choice] = await collect(
    ...pieces.map((piece) => ({ delta: { tool_calls: [piece] } })),
    { delta: { tool_calls: [{ function: { name: '', arguments: '{}' }, index: 1 }] } },
    { delta: { tool_calls: [call('a', '', ':1}')] } },
  )
  expect(choice!.message.tool_calls).toEqual([call('a', 'add', '{"x":1}'), call('b', 'now', '{}', 1)])
  expect(first.function.arguments).toBe('')
})

test('logprobs are strung together, and chunks stay as they were', async () => {
  const entry = (token: string, logprob: number | null) => ({ token, logprob })
  const logprobs = { content: [entry('a', -1), entry('b', null)] }
  const [choice] = await collect({ logprobs }, { logprobs: { content: [entry('c', Number.NEGATIVE_INFINITY)] } }, {})
  expect(choice!.logprobs!.content.map(({ logprob }) => logprob)).toEqual([-1, null, Number.NEGATIVE_INFINITY])
  expect(logprobs.content).toHaveLength(2)
})

test('more logprobs than a call has room for arguments are no problem', async () => {
  const content = Array.from({ length: 300_000 }, () => ({ token: 'a', logprob: 0 }))
  expect((await collect({ logprobs: { content } }))[0]!.logprobs!.content).toHaveLength(300_000)
})

test('the reason of the end is kept, an interruption included, whatever follows it', async () => {
  const [choice] = await collect({ delta: { content: 'A' } }, { finish_reason: 'stop', eos_reason: null }, {})
  expect(choice).toMatchObject({ finish_reason: 'stop', eos_reason: null })
  const [silent] = await collect({ finish_reason: 'stop' })
  expect(silent).not.toHaveProperty('eos_reason')
})

test('a piece of usage alone adds no choice', async () => {
  async function* stream(): AsyncGenerator<ChatCompletionChunk> {
    yield { ...head, choices: [{ index: 0, delta: { content: 'A' }, finish_reason: 'stop' }] }
    yield { ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }
  }
  const answer = await collectChatCompletion(stream())
  expect(answer).toMatchObject({ ...head, object: 'chat.completion', usage: { total_tokens: 2 } })
  expect(answer.choices).toHaveLength(1)
})

test('nothing at all is no completion, and neither is usage alone', async () => {
  async function* stream() {
    yield { ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }
  }
  const failure = { code: 'stream_error', reason: 'truncated' }
  await expect(collect()).rejects.toMatchObject(failure)
  await expect(collectChatCompletion(stream())).rejects.toMatchObject(failure)
})

test('what the stream throws comes through', async () => {
  const reason = new Error('broken')
  async function* stream(): AsyncGenerator<ChatCompletionChunk> {
    yield { ...head, choices: [] }
    throw reason
  }
  await expect(collectChatCompletion(stream())).rejects.toBe(reason)
})

test('a field counts as repeated only where nothing came between', () => {
  const collector = createChatCollector({})
  const add = (fields: object, delta: object, choice: object = {}) =>
    collector.add({ ...fields, choices: [{ index: 0, finish_reason: null, delta, ...choice }] } as never)
  add({ id: 'a', model: 'one' }, { role: 'assistant', refusal: null, note: 'x' }, { odd: 1 })
  add({ model: 'two' }, { refusal: 'no', note: 'x' }, { odd: [2] })
  add({ id: 'a', model: 'one' }, { role: 'assistant', refusal: null, note: 'x' }, { odd: 1 })
  expect(collector.getResult()).toMatchObject({
    id: 'a',
    model: 'one',
    choices: [{ odd: 1, message: { role: 'assistant', refusal: 'no', note: 'xxx' } }],
  })
})
