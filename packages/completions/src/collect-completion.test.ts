import { expect, test } from 'vitest'
import { collectCompletion } from './collect-completion.js'
import type { CompletionChoice, CompletionChunk } from './completion.js'
import { createCompletionCollector } from './completion-collector.js'

const head = { id: 'chatcmpl-1', object: 'text_completion', created: 1, model: 'some-model' }

async function collect(...choices: Partial<CompletionChoice>[]) {
  async function* stream(): AsyncGenerator<CompletionChunk> {
    for (const choice of choices) yield { ...head, choices: [{ index: 0, text: '', finish_reason: null, ...choice }] }
  }
  return (await collectCompletion(stream())).choices
}

/** Logprobs as the server writes them in one event: each token's place is counted from the beginning of the event. */
function logprobs(...tokens: string[]) {
  const text_offset = tokens.map((_, position) => [...tokens.slice(0, position).join('')].length)
  return { tokens, token_logprobs: tokens.map(() => -1), top_logprobs: tokens.map(() => null), text_offset }
}

test('choices come by their index, whatever order they began in', async () => {
  const choices = await collect({ index: 1, text: 'b' }, { index: 0, text: 'a' }, { index: 1, text: 'c' })
  expect(choices).toMatchObject([
    { index: 0, text: 'a' },
    { index: 1, text: 'bc' },
  ])
})

test.each([1, 63, 64, 65, 127, 128, 129, 1000])('texts of %i pieces are whole, also side by side', async (count) => {
  const pieces = Array.from({ length: count }, (_, place) => `${place} `)
  const choices = await collect(...pieces.flatMap((text) => [0, 1].map((index) => ({ index, text }))))
  expect(choices.map(({ text }) => text)).toEqual([pieces.join(''), pieces.join('')])
})

test('a text can be looked at before it is whole, also twice', () => {
  const collector = createCompletionCollector({})
  const add = (text: string) => collector.add({ ...head, choices: [{ index: 0, text, finish_reason: null }] })
  const read = () => collector.getResult().choices[0]?.text
  expect(read()).toBeUndefined()
  add('a')
  expect([read(), read()]).toEqual(['a', 'a'])
  add('b')
  expect(read()).toBe('ab')
})

test('offsets of tokens are places in the whole text, in characters, and chunks stay as they were', async () => {
  const pieces = [logprobs('Hi', ' 😀😀'), logprobs('!', ' a'), logprobs('b')]
  const before = structuredClone(pieces)
  const [choice] = await collect(...pieces.map((piece) => ({ text: piece.tokens.join(''), logprobs: piece })), {})
  const { tokens, text_offset, token_logprobs, top_logprobs } = choice!.logprobs!
  expect(tokens).toEqual(['Hi', ' 😀😀', '!', ' a', 'b'])
  expect(text_offset).toEqual([0, 2, 5, 6, 8])
  const characters = [...choice!.text]
  const found = text_offset.map((offset, index) => characters.slice(offset, text_offset[index + 1]).join(''))
  expect(found).toEqual(tokens)
  expect([token_logprobs, top_logprobs]).toEqual([Array(5).fill(-1), Array(5).fill(null)])
  expect(pieces).toEqual(before)
})

test('the reason of the end is kept, an interruption included, whatever follows it', async () => {
  const [choice] = await collect({ text: 'a' }, { finish_reason: 'stop', eos_reason: null }, { text: '' })
  expect(choice).toEqual({ index: 0, text: 'a', finish_reason: 'stop', eos_reason: null, logprobs: null })
  expect((await collect({ finish_reason: 'stop' }))[0]).not.toHaveProperty('eos_reason')
})

test('a piece of usage alone adds no choice', async () => {
  async function* stream(): AsyncGenerator<CompletionChunk> {
    yield { ...head, choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] }
    yield { ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }
  }
  const completion = await collectCompletion(stream())
  expect(completion).toMatchObject({ ...head, usage: { total_tokens: 2 } })
  expect(completion.choices).toHaveLength(1)
})

test('nothing at all is no completion', async () => {
  await expect(collect()).rejects.toMatchObject({ code: 'stream_error', reason: 'truncated' })
})

test('what the stream throws comes through', async () => {
  const reason = new Error('broken')
  async function* stream(): AsyncGenerator<CompletionChunk> {
    yield { ...head, choices: [] }
    throw reason
  }
  await expect(collectCompletion(stream())).rejects.toBe(reason)
})
