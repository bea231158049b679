import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { createChatCompletion } from './create-chat-completion.js'
import { streamChatCompletion } from './stream-chat-completion.js'

const params = { messages: [] }

async function answerWith(answer: unknown) {
  const body = [JSON.stringify(answer)]
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
  return createChatCompletion(createTabbyClient({ baseUrl: server.url }), params).finally(server.close)
}

async function streamEvent(event: unknown) {
  const server = await serveAnswers({ body: [`data: ${JSON.stringify(event)}\r\n\r\n`] })
  const stream = await streamChatCompletion(createTabbyClient({ baseUrl: server.url }), params)
  return stream.next().finally(server.close)
}

test('an answer may have more fields, nulls and reasons that nobody knows yet', async () => {
  const answer = {
    id: 'cmpl-1',
    future: { a: 1 },
    choices: [{ index: 0, finish_reason: 'bored', eos_reason: null, message: { content: null, mood: 'good' } }],
    usage: null,
  }
  expect(await answerWith(answer)).toEqual(answer)
})

test.each([null, [], 5, {}, { choices: [] }, { choices: {} }, { choices: [null] }, { choices: [{ index: 0 }] }])(
  'the answer %j has an unknown shape',
  async (answer) => {
    await expect(answerWith(answer)).rejects.toMatchObject({ code: 'invalid_response', paths: ['choices'] })
  },
)

test('a piece may have more fields, nulls and reasons that nobody knows yet, and be usage alone', async () => {
  const choice = { index: 0, delta: { content: null, mood: 'good' }, finish_reason: 'bored', eos_reason: null }
  for (const event of [
    { future: 1, choices: [choice] },
    { choices: [], usage: { total_tokens: 1 } },
  ]) {
    expect(await streamEvent(event)).toEqual({ done: false, value: event })
  }
})

test.each([[], 1, { choices: {} }, { choices: [null] }, { choices: [{ index: 0, delta: 'text' }] }])(
  'the event %j has an unknown shape',
  async (event) => {
    await expect(streamEvent(event)).rejects.toMatchObject({ code: 'stream_error', reason: 'invalid-event' })
  },
)
