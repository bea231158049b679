import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import OpenAI from 'openai'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createOpenAIFetch, createOpenAIHandler } from '../src/index.js'
import { openOpenAI } from './serve-openai.js'

const say = (content: string) => [{ role: 'user' as const, content }]
const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}

/** OpenAI's client before a server that sends what the emulator never would. */
async function openAnswers(answer: Parameters<typeof serveAnswers>[0]) {
  const server = await serveAnswers(answer)
  onTestFinished(server.close)
  const client = createTabbyClient({ baseUrl: server.url, retry: false })
  return { server, openai: new OpenAI({ baseURL: 'http://tabby/v1', apiKey: '-', fetch: createOpenAIFetch(client) }) }
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
const chunk = (choice: object, more: object = {}) =>
  event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [choice], ...more })

test('pieces of calls from other servers keep their index, and get an id', async () => {
  const calls = (piece: object, finish_reason: string | null = null) =>
    chunk({ index: 0, delta: { tool_calls: [piece] }, finish_reason })
  const { openai } = await openAnswers({
    body: [
      calls({ index: 0, function: { name: 'get_weather', arguments: '{"city":' } }),
      calls({ index: 0, function: { arguments: '"Oslo"}' } }),
      chunk({ index: 0, delta: {}, finish_reason: 'tool_calls' }),
      'data: [DONE]\r\n\r\n',
    ],
  })
  const stream = openai.chat.completions.stream({ model: '', messages: say('weather'), tools: [weather] })
  const { tool_calls } = await stream.finalMessage()
  expect(tool_calls?.[0]).toMatchObject({
    id: expect.stringMatching(/^call_/) as string,
    function: { arguments: '{"city":"Oslo"}' },
  })
})

test('probabilities of zero become -9999, in chats and in completions', async () => {
  const { openai } = await openAnswers({
    headers: { 'content-type': 'application/json' },
    body: [
      JSON.stringify({
        id: 'c',
        object: 'x',
        created: 1,
        model: 'm',
        choices: [
          {
            index: 0,
            text: 'a',
            message: { role: 'assistant', content: 'a' },
            finish_reason: 'stop',
            logprobs: {
              content: [{ token: 'a', logprob: null }],
              tokens: ['a'],
              token_logprobs: [null],
              top_logprobs: [null],
              text_offset: [0],
            },
          },
        ],
      }),
    ],
  })
  const chat = await openai.chat.completions.create({ model: '', messages: say('Hello') })
  expect(chat.choices[0]!.logprobs!.content![0]!.logprob).toBe(-9999)
  const text = await openai.completions.create({ model: '', prompt: 'Hello' })
  expect(text.choices[0]!.logprobs!.token_logprobs).toEqual([-9999])
})

test('a limit of the server may be asked again, after the time that it names', async () => {
  const { openai, server } = await openAnswers((_, index) =>
    index === 0
      ? {
          status: 429,
          headers: { 'retry-after': '0', 'content-type': 'application/json' },
          body: ['{"detail":"Slow"}'],
        }
      : {
          headers: { 'content-type': 'application/json' },
          body: [JSON.stringify({ object: 'list', data: [{ id: 'm', object: 'model', created: 1, owned_by: 'x' }] })],
        },
  )
  expect((await openai.models.list()).data).toHaveLength(1)
  expect(server.requests).toHaveLength(2)
})

test('errors have the shape of OpenAI with the code of this family', async () => {
  const { client } = await openOpenAI()
  const handler = createOpenAIHandler(client)
  const body = JSON.stringify({ messages: say('x '.repeat(9000)) })
  const response = await handler(new Request('http://x/v1/chat/completions', { method: 'POST', body }))
  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(await response.json()).toEqual({
    error: {
      message: expect.any(String) as string,
      type: 'invalid_request_error',
      param: null,
      code: 'context_length_exceeded',
    },
  })
})

test('a long prompt is bridged with pings', async () => {
  const server = await serveAnswers({ body: [], end: 'open' })
  onTestFinished(server.close)
  const fetch = createOpenAIFetch(createTabbyClient({ baseUrl: server.url, retry: false }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const controller = new AbortController()
  const { signal } = controller
  const body = JSON.stringify({ messages: say('A long prompt'), stream: true })
  let response: Response | undefined
  void fetch('http://tabby/v1/chat/completions', { method: 'POST', body, signal }).then((given) => (response = given))
  // Sockets take real time, of which the timers know nothing.
  while (!response) {
    await new Promise((resolve) => setImmediate(resolve))
    if (server.requests.length > 0) await vi.advanceTimersByTimeAsync(1000)
  }
  expect(response.status).toBe(200)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const ping = reader.read()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await ping).toEqual({ done: false, value: ': ping\n\n' })
  const late = reader.read()
  controller.abort(new Error('enough'))
  await expect(late).rejects.toThrow('enough')
})
