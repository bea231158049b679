import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { createCompletion } from './create-completion.js'
import { streamCompletion } from './stream-completion.js'

const params = { prompt: 'Once', max_tokens: 5 }

async function answerWith(answer: unknown) {
  const body = [JSON.stringify(answer)]
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
  return createCompletion(createTabbyClient({ baseUrl: server.url }), params).finally(server.close)
}

async function streamEvent(event: unknown) {
  const server = await serveAnswers({ body: [`data: ${JSON.stringify(event)}\r\n\r\n`] })
  const stream = await streamCompletion(createTabbyClient({ baseUrl: server.url }), params)
  return stream.next().finally(server.close)
}

const odd = { index: 0, finish_reason: 'bored', eos_reason: null, text: '', logprobs: null, mood: 'good' }

test('a text may have more fields, nulls and reasons that nobody knows yet', async () => {
  const answer = { id: 'cmpl-1', model: 'm', future: { a: 1 }, choices: [odd], usage: null }
  expect(await answerWith(answer)).toEqual(answer)
})

test.each([null, [], 5, {}, { choices: [] }, { choices: [null] }, { choices: [{ index: 0, text: 5 }] }])(
  'the answer %j has an unknown shape',
  async (answer) => {
    await expect(answerWith(answer)).rejects.toMatchObject({ code: 'invalid_response', paths: ['choices'] })
  },
)

test('a piece may have more fields, nulls and reasons that nobody knows yet, and be usage alone', async () => {
  const events = [
    { model: 'm', future: 1, choices: [odd] },
    { model: 'm', choices: [], usage: { total_tokens: 1 } },
  ]
  for (const event of events) {
    expect(await streamEvent(event)).toEqual({ done: false, value: event })
  }
})

test('the model is called model, whatever the wire calls it', async () => {
  expect((await streamEvent({ model_name: 'm', choices: [] })).value).toMatchObject({ model: 'm' })
  expect((await streamEvent({ model: 'm', choices: [] })).value).toMatchObject({ model: 'm' })
  expect(await answerWith({ model_name: 'm', choices: [odd] })).toMatchObject({ model: 'm' })
})

test.each([[], 1, { choices: {} }, { choices: [null] }, { choices: [{ index: -1, text: 'a' }] }])(
  'the event %j has an unknown shape',
  async (event) => {
    await expect(streamEvent(event)).rejects.toMatchObject({ code: 'stream_error', reason: 'invalid-event' })
  },
)
