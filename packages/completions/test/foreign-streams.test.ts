import { createTabbyClient, type TabbyClientOptions, type TabbyStreamRequestOptions } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collectCompletion } from '../src/collect-completion.js'
import { createCompletion } from '../src/create-completion.js'
import { readCompletionText } from '../src/read-completion-text.js'
import { streamCompletion } from '../src/stream-completion.js'

const params = { prompt: 'Once', max_tokens: 5 }
const done = 'data: [DONE]\r\n\r\n'
const toEvent = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
const say = (text: unknown, choice: object = {}) =>
  toEvent({ id: 'x', choices: [{ index: 0, text, finish_reason: null, ...choice }] })
const stop = say('', { finish_reason: 'stop' })

async function open(body: string[], options: TabbyClientOptions = {}, call: TabbyStreamRequestOptions = {}) {
  const server = await serveAnswers({ body })
  onTestFinished(server.close)
  return streamCompletion(createTabbyClient({ ...options, baseUrl: server.url }), params, call)
}
const collect = async (...given: Parameters<typeof open>) => collectCompletion(await open(...given))
const readText = async (...given: Parameters<typeof open>) => {
  let text = ''
  for await (const piece of readCompletionText(await open(...given))) text += piece
  return text
}

test.each([null, undefined, '', [], [{ type: 'text', text: '' }]])('a text of %j adds nothing', async (text) => {
  expect((await collect([say('Hi'), say(text), say(' you'), stop, done])).choices[0]!.text).toBe('Hi you')
})

test('a text as parts is a text, and one that cannot be read an error', async () => {
  const body = [say([{ type: 'text', text: 'Hi' }]), say(' you'), stop, done]
  expect(await readText(body)).toBe('Hi you')
  expect((await collect(body)).choices[0]!.text).toBe('Hi you')
  for (const bad of [5, [{ type: 'image' }], [5]]) {
    await expect(readText([say(bad), stop, done])).rejects.toMatchObject({ reason: 'invalid-event' })
  }
})

test.each([null, {}, { id: 'x', usage: { total_tokens: 1 } }, { id: 'x', choices: null }, { type: 'ping' }])(
  'the event %j does not end a stream',
  async (event) => {
    expect(await readText([say('Hi'), toEvent(event), say(' you'), stop, done])).toBe('Hi you')
  },
)

test.each(['', 'null', null, undefined])('a finish_reason of %j is none', async (finish_reason) => {
  const { choices } = await collect([say('Hi', { finish_reason }), stop])
  expect(choices[0]).toMatchObject({ text: 'Hi', finish_reason: 'stop' })
})

describe('the index of a text', () => {
  test.each(['__proto__', 'constructor', 4_294_967_294, -1, 1.5])('%j is an error', async (index) => {
    await expect(collect([say('Hi', { index }), done])).rejects.toMatchObject({ reason: 'invalid-event' })
    expect(Object.hasOwn(Array.prototype, 'text')).toBe(false)
  })

  test.each([undefined, null, '0'])('%j is the first', async (index) => {
    expect(await readText([say('Hi', { index }), say(' you', { index }), stop, done])).toBe('Hi you')
  })
})

test.each([
  toEvent({ error: 'the GPU is gone' }),
  toEvent({ detail: 'the GPU is gone' }),
  say('', { finish_reason: 'error', error: { message: 'the GPU is gone' } }),
])('%j has the words of the server', async (event) => {
  const error = await collect([say('Hi'), event, done]).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ reason: 'server-error', partial: { choices: [{ text: 'Hi' }] } })
  expect(String(error)).toContain('the GPU is gone')
})

test('a stream without a choice is no completion', async () => {
  await expect(collect([done])).rejects.toMatchObject({ reason: 'truncated' })
  const body = [JSON.stringify({ choices: [] })]
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
  onTestFinished(server.close)
  const call = createCompletion(createTabbyClient({ baseUrl: server.url }), params)
  await expect(call).rejects.toMatchObject({ code: 'invalid_response' })
})

test('what is kept is limited, and nothing is kept without keepPartial', async () => {
  const body = [...Array.from({ length: 10 }, () => say('x'.repeat(1000))), stop]
  expect((await collect(body, { maxResponseSize: 11_000 })).choices[0]!.text).toHaveLength(10_000)
  await expect(collect(body, { maxResponseSize: 9000 })).rejects.toMatchObject({ reason: 'too-large' })
  expect(await readText(body, { maxResponseSize: 9000 }, { keepPartial: false })).toHaveLength(10_000)
})

test('logprobs whose lists differ in length write nothing where they have nothing', async () => {
  const logprobs = { tokens: ['a', 'b'], token_logprobs: [-1], top_logprobs: null, text_offset: [0, 1] }
  const { choices } = await collect([say('ab', { logprobs }), say('', { logprobs: { tokens: 5 } }), stop, done])
  expect(choices[0]!.logprobs).toMatchObject({ token_logprobs: [-1], text_offset: [0, 1] })
})
