import { expect, test } from 'vitest'
import { createChatCollector } from './chat-collector.js'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'

/** The four members in which a usual chunk says what it belongs to. */
const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'some-model' }

/** A chunk as it leaves JSON.parse, so that `__proto__` is a member, in the order of the server. */
function write(fields: string, choice: string, delta: string): ChatCompletionChunk {
  const choices = `[{"index": 0, "delta": ${delta}, "finish_reason": null${choice}}]`
  return JSON.parse(
    `{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "choices": ${choices}${fields}}`,
  )
}

const model = ', "model": "some-model"'
const usual = (text: string) => write(model, '', JSON.stringify({ content: text }))

/** Usual chunks, then those of the test, then usual chunks again. */
function collect(...odd: ChatCompletionChunk[]) {
  const collector = createChatCollector({ expectedChoices: 2 })
  for (const chunk of [usual('a'), usual('b'), ...odd, usual('y'), usual('z')]) collector.add(chunk)
  return collector.getResult()
}

test('usual chunks give the head of all and the text of each', () => {
  expect(collect()).toMatchObject({ ...head, object: 'chat.completion', choices: [{ message: { content: 'abyz' } }] })
})

test('an unknown member that comes late is kept, beside the choices, in one and in a delta', () => {
  const odd = write(`${model}, "system_fingerprint": "fp"`, ', "odd": 1', '{"content": "-", "note": "n"}')
  expect(collect(odd)).toMatchObject({
    system_fingerprint: 'fp',
    choices: [{ odd: 1, message: { content: 'ab-yz', note: 'n' } }],
  })
})

test('each level is looked at, whatever the others hold', () => {
  expect(collect(write(`${model}, "odd": 1`, '', '{"content": "-"}'))).toHaveProperty('odd', 1)
  const [inChoice] = collect(write(model, ', "odd": 2', '{"content": "-"}')).choices
  expect(inChoice).toMatchObject({ odd: 2, message: { content: 'ab-yz' } })
  const [inDelta] = collect(write(model, '', '{"content": "-", "odd": 3}')).choices
  expect(inDelta).toMatchObject({ message: { odd: 3, content: 'ab-yz' } })
})

test('an unknown member in the place of a known one is kept', () => {
  const withoutModel = (note: string) => write(`, "note": "${note}"`, '', '{"content": "-"}')
  expect(collect(withoutModel('one'), withoutModel('two'))).toMatchObject({
    ...head,
    object: 'chat.completion',
    note: 'two',
  })
  const [choice] = collect(write(model, ', "odd": 1', '{"reasoning_content": "-"}')).choices
  expect(choice).toMatchObject({ odd: 1, message: { reasoning_content: '-', content: 'abyz' } })
})

test('a member that disappears and comes back has its last value', () => {
  const withUsage = (tokens: number) => write(`${model}, "usage": {"total_tokens": ${tokens}}`, '', '{"content": "-"}')
  expect(collect(withUsage(1), usual('c'), withUsage(2)).usage).toEqual({ total_tokens: 2 })
  const withNote = (note: string) => write(`${model}, "note": "${note}"`, ', "odd": 1', '{"content": "-"}')
  expect(collect(withNote('one'), usual('c'), withNote('two'), usual('d'), withNote('one'))).toHaveProperty(
    'note',
    'one',
  )
})

test.each(['id', 'object', 'created', 'model'] as const)('the last %s counts, whenever it changes', (name) => {
  const changed = { ...usual('c'), [name]: name === 'created' ? 2 : 'other' }
  const collector = createChatCollector({})
  const read = () => (collector.add(changed), { ...collector.getResult(), object: changed.object })
  for (const text of ['a', 'b']) collector.add(usual(text))
  expect(read()).toMatchObject({ [name]: changed[name], choices: [{ message: { content: 'abc' } }] })
  collector.add(usual('d'))
  expect(collector.getResult()).toMatchObject({ ...head, object: 'chat.completion' })
})

test('nothing in the place of an id or a model replaces neither', () => {
  for (const nothing of ['', null]) {
    const result = collect({ ...usual('c'), id: nothing, model: nothing } as never)
    expect(result).toMatchObject({ id: head.id, model: head.model })
  }
})

test('what a reader does to a chunk afterwards changes nothing', () => {
  const collector = createChatCollector({})
  const chunk = usual('a')
  collector.add(chunk)
  Object.assign(chunk, { id: 'mine', model: 'mine' })
  expect(collector.getResult()).toMatchObject({ id: head.id, model: head.model })
})

test('a second choice has its own text and members', () => {
  const second = usual('2')
  second.choices[0]!.index = 1
  const both = usual('c')
  both.choices.push(...structuredClone(second.choices))
  const { choices } = collect(second, usual('c'), second, both)
  expect(choices.map(({ index, message }) => [index, message.content])).toEqual([
    [0, 'abccyz'],
    [1, '222'],
  ])
})

test('null and an empty text add nothing, and logprobs beside a text are kept', () => {
  const logprobs = '{"content": [{"token": "-", "logprob": -1}]}'
  const [choice] = collect(
    write(model, '', '{"content": null}'),
    write(model, ', "logprobs": null', '{"content": "n"}'),
    write(model, '', '{"content": ""}'),
    write(model, `, "logprobs": ${logprobs}`, '{"content": "-"}'),
    write(model, '', '{"content": null, "refusal": "no"}'),
  ).choices
  expect(choice).toMatchObject({ logprobs: JSON.parse(logprobs), message: { content: 'abn-yz', refusal: 'no' } })
})

test('members named after a prototype reach none and hide nothing', () => {
  const proto = '"__proto__": {"polluted": true}'
  const odd = write(`${model}, ${proto}, "a": 1`, `, ${proto}, "b": 2`, `{"content": "-", ${proto}, "c": 3}`)
  const result = collect(odd, write(`, ${proto}, "a": 4`, '', '{"content": "."}'))
  expect(result).toMatchObject({
    ...head,
    object: 'chat.completion',
    a: 4,
    choices: [{ b: 2, message: { c: 3, content: 'ab-.yz' } }],
  })
  expect(result).not.toHaveProperty('polluted')
  expect({}).not.toHaveProperty('polluted')
})

test('the end of a choice is kept, also of one that says no more', () => {
  const end = usual('c')
  end.choices[0]!.finish_reason = 'stop'
  expect(collect(end).choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'abcyz' } })
})
