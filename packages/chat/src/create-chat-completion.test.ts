import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { ChatCompletionParams } from './chat-completion-params.js'
import { createChatCompletion } from './create-chat-completion.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const emulator = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
const answer = { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }] }
const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] })
afterAll(() => Promise.all([emulator.close(), server.close()]))

const client = createTabbyClient({ baseUrl: emulator.url, apiKey })
const hello: ChatCompletionParams = { messages: [{ role: 'user', content: 'Hello [[len:6]]' }] }

/** What goes over the wire for these params. */
async function send(params: ChatCompletionParams, by: TabbyClient = createTabbyClient({ baseUrl: server.url })) {
  await createChatCompletion(by, params)
  const request = server.requests.at(-1)!
  return { ...request, body: JSON.parse(request.body) as Record<string, unknown> }
}

describe('against the emulator', () => {
  test('a question is answered, with usage, although nobody asked for usage', async () => {
    const { choices, usage, model } = await createChatCompletion(client, hello)
    expect(choices).toHaveLength(1)
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: 'stop_token' })
    expect(choices[0]!.message.role).toBe('assistant')
    expect(choices[0]!.message.content).not.toBe('')
    expect(usage).toMatchObject({ completion_tokens: 6 })
    expect(model).toBe('demo-8b-exl3')
  })

  test('usage can be switched off in both ways', async () => {
    for (const stream_options of [{}, { include_usage: false }]) {
      expect((await createChatCompletion(client, { ...hello, stream_options })).usage).toBeNull()
    }
  })

  test('a tool without description and parameters can be called', async () => {
    const tools = [{ type: 'function' as const, function: { name: 'now' } }]
    const messages = [{ role: 'user', content: '[[tool:1]]' }]
    const { choices } = await createChatCompletion(client, { messages, tools })
    expect(choices[0]!.finish_reason).toBe('tool_calls')
    expect(choices[0]!.message.tool_calls![0]).toMatchObject({ function: { name: 'now' }, index: 0 })
  })

  test('an answer can be sent back as a turn of the conversation', async () => {
    const { choices } = await createChatCompletion(client, hello)
    const messages = [...hello.messages, choices[0]!.message, { role: 'user' as const, content: 'And? [[len:2]]' }]
    expect((await createChatCompletion(client, { messages })).usage!.completion_tokens).toBe(2)
  })

  test('several answers come by their index', async () => {
    const { choices } = await createChatCompletion(client, { ...hello, n: 3 })
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2])
  })

  test('a conversation without messages passes', async () => {
    expect((await createChatCompletion(client, { messages: [], max_tokens: 2 })).choices).toHaveLength(1)
  })

  test('a wrong key is refused in the words of the server', async () => {
    const stranger = createTabbyClient({ baseUrl: emulator.url, apiKey: 'wrong-key' })
    await expect(createChatCompletion(stranger, hello)).rejects.toMatchObject({
      code: 'authentication_error',
      message: 'POST /v1/chat/completions failed with 401: Invalid API key',
    })
  })

  test('a field that is out of range is named', async () => {
    await expect(createChatCompletion(client, { ...hello, top_p: 2 })).rejects.toMatchObject({
      code: 'validation_error',
      issues: [{ loc: ['body', 'top_p'] }],
    })
  })
})

describe('over the wire', () => {
  test('the api key goes along and the admin key does not', async () => {
    const { headers, method, path } = await send(hello, createTabbyClient({ baseUrl: server.url, apiKey, adminKey }))
    expect({ method, path }).toEqual({ method: 'POST', path: '/v1/chat/completions' })
    expect(headers['x-api-key']).toBe(apiKey)
    expect(JSON.stringify(headers)).not.toContain(adminKey)
  })

  test('zero and false are sent, undefined and null are not', async () => {
    const given = { temperature: 0, ban_eos_token: false, max_tokens: 0, seed: undefined, stop: null, min_tokens: null }
    const { body } = await send(Object.assign({}, hello, given))
    expect(body).toEqual({
      messages: hello.messages,
      temperature: 0,
      ban_eos_token: false,
      max_tokens: 0,
      stream: false,
      stream_options: { include_usage: true },
    })
  })

  test('tools are completed in a copy, and the fields of extra are sent', async () => {
    const tools = [
      { type: 'function' as const, function: { name: 'now', description: null, strict: true } },
      { type: 'function' as const, function: { name: 'add', description: 'Adds', parameters: { type: 'object' } } },
    ]
    const before = structuredClone(tools)
    const { body } = await send({ ...hello, tools, extra: { future_field: [1] } })
    const parameters = { type: 'object', properties: {} }
    expect(body.tools).toEqual([
      { type: 'function', function: { name: 'now', description: '', parameters, strict: true } },
      tools[1],
    ])
    expect(body.future_field).toEqual([1])
    expect(tools).toEqual(before)
  })

  test('json_object becomes the word that the server understands, and stream: true is not believed', async () => {
    // A program in JavaScript, or a body that came over the network, may hold it.
    const given = { ...hello, response_format: { type: 'json_object' as const }, stream: true }
    const { body } = await send(given)
    expect(body).toMatchObject({ response_format: { type: 'json' }, stream: false })
  })
})

test('an abort ends the call with its own reason, and the server sees the connection close', async () => {
  const silent = await serveAnswers({ body: [], end: 'open' })
  const controller = new AbortController()
  const call = createChatCompletion(createTabbyClient({ baseUrl: silent.url }), hello, { signal: controller.signal })
  await expect.poll(() => silent.requests.length).toBe(1)
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
  expect((await silent.requests[0]!.over).clientLeft).toBe(true)
  await silent.close()
})

test('a timeout of the call is kept although generations have none by default', async () => {
  const silent = await serveAnswers({ body: [], end: 'open' })
  const call = createChatCompletion(createTabbyClient({ baseUrl: silent.url, timeout: 20 }), hello, { timeout: 60 })
  await expect(call).rejects.toMatchObject({ code: 'timeout', timeout: 'timeout', limit: 60 })
  await silent.close()
})

test.each([
  [429, {}, 2],
  [503, { 'retry-after': '0' }, 2],
  [503, {}, 1],
  [500, {}, 1],
])('after a %i with the headers %j it is sent %i times, because work may have begun', async (...row) => {
  const [status, headers, times] = row
  const busy = await serveAnswers((_, index) =>
    index === 0
      ? { status, headers: { 'content-type': 'application/json', ...headers }, body: ['{"detail":"busy"}'] }
      : { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] },
  )
  const by = createTabbyClient({ baseUrl: busy.url, retry: { delay: () => 1 } })
  const outcome = await createChatCompletion(by, hello).then(
    () => 2,
    () => 1,
  )
  expect([outcome, busy.requests.length]).toEqual([times, times])
  await busy.close()
})
