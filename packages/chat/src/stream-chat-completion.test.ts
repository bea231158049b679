import { createTabbyClient, TabbyStreamError } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { collectChatCompletion } from './collect-chat-completion.js'
import { streamChatCompletion } from './stream-chat-completion.js'

const emulator = await listen(createEmulator())
afterAll(() => emulator.close())
const client = createTabbyClient({ baseUrl: emulator.url })
const hello = { messages: [{ role: 'user', content: 'Hello [[len:6]]' }] }

const event = (choice: object) => `data: ${JSON.stringify({ id: 'x', choices: [choice] })}\r\n\r\n`
const say = (content: string, index = 0) => event({ index, delta: { content }, finish_reason: null })
const finish = (index = 0) => event({ index, delta: {}, finish_reason: 'stop', eos_reason: 'stop_token' })

/** Streams one answer from a server of its own. */
async function play(answer: Answer, options?: Parameters<typeof streamChatCompletion>[2], n = 1) {
  const server = await serveAnswers(answer)
  const stream = await streamChatCompletion(createTabbyClient({ baseUrl: server.url }), { ...hello, n }, options)
  return { server, stream, request: server.requests[0]! }
}

/** The error in which a stream ends. */
async function fail(answer: Answer, options?: Parameters<typeof streamChatCompletion>[2], n?: number) {
  const { server, stream } = await play(answer, options, n)
  return collectChatCompletion(stream)
    .then(
      () => expect.unreachable(),
      (error) => error,
    )
    .finally(server.close)
}

describe('against the emulator', () => {
  test('text arrives in pieces, and usage with the last of them', async () => {
    const chunks = []
    for await (const chunk of await streamChatCompletion(client, hello)) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(3)
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: { completion_tokens: 6 } })
    expect(chunks.slice(0, -1).every(({ usage }) => usage === undefined)).toBe(true)
  })

  test('without usage the last piece has the eos_reason', async () => {
    const answer = await collectChatCompletion(await streamChatCompletion(client, { ...hello, stream_options: {} }))
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: 'stop_token' })
    expect(answer.usage).toBeNull()
  })

  test('reasoning, tools and several choices are put together', async () => {
    const params = { ...hello, enable_thinking: true, n: 2 }
    const { choices } = await collectChatCompletion(await streamChatCompletion(client, params))
    expect(choices).toHaveLength(2)
    for (const { message } of choices) expect(message.reasoning_content).toMatch(/\w/)

    const tools = [{ type: 'function' as const, function: { name: 'now' } }]
    const calling = { messages: [{ role: 'user', content: '[[tool:2]]' }], tools }
    const answer = await collectChatCompletion(await streamChatCompletion(client, calling))
    expect(answer.choices[0]!.message.tool_calls).toHaveLength(2)
  })

  test('a prompt that is too long is refused before the first piece', async () => {
    const messages = [{ role: 'user', content: 'word '.repeat(50_000) }]
    await expect(streamChatCompletion(client, { messages })).rejects.toMatchObject({ code: 'context_length_exceeded' })
  })

  test('a model that crashes throws the words of the server, with the answer so far', async () => {
    const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: '[[fail:3]]' }] })
    const error = await collectChatCompletion(stream).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ reason: 'server-error', partial: { choices: [{ finish_reason: null }] } })
    expect(error.partial.choices[0].message.content).toMatch(/\w/)
  })
})

describe('the end of a stream', () => {
  test('it is whole without [DONE] once every expected choice has ended', async () => {
    const { server, stream } = await play({ body: [say('a'), finish(1), say('b'), finish(0)] }, {}, 2)
    expect((await collectChatCompletion(stream)).choices[0]!.message.content).toBe('ab')
    await server.close()
  })

  test('it is truncated while a choice is missing, even one that never began', async () => {
    const error = await fail({ body: [say('b', 1), finish(1)] }, {}, 2)
    expect(error.reason).toBe('truncated')
    expect(error.partial.choices).toMatchObject([{ index: 1, message: { content: 'b' } }])
  })

  test('it is truncated when the connection breaks, and the error has what arrived but does not print it', async () => {
    const error = await fail({ body: [say('secret'), say(' text')], end: 'destroy' })
    expect(error).toBeInstanceOf(TabbyStreamError)
    expect(error).toMatchObject({ reason: 'truncated' })
    expect(error.partial).toMatchObject({ id: 'x', object: 'chat.completion' })
    expect(error.partial.choices[0].message.content).toBe('secret text')
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  test('a stream that only pings ends by the eventTimeout, with the answer so far', async () => {
    const pings = Array.from({ length: 40 }, () => [10, ': ping - now\r\n\r\n']).flat()
    const error = await fail({ body: [say('so far'), ...pings], end: 'open' }, { eventTimeout: 100 })
    expect(error).toMatchObject({ code: 'timeout', timeout: 'eventTimeout' })
    expect(error.partial.choices[0].message.content).toBe('so far')
  })

  test('anything but an event stream or JSON is no stream', async () => {
    const server = await serveAnswers({ headers: { 'content-type': 'text/html' }, body: ['<html>'] })
    const call = streamChatCompletion(createTabbyClient({ baseUrl: server.url }), hello)
    await expect(call).rejects.toMatchObject({ reason: 'not-a-stream' })
    await server.close()
  })
})

describe('leaving early', () => {
  test('break closes the connection', async () => {
    const { server, stream, request } = await play({ body: [say('a')], end: 'open' })
    for await (const chunk of stream) if (chunk.choices.length) break
    expect((await request.over).clientLeft).toBe(true)
    await server.close()
  })

  test('an abort throws its own reason and closes the connection', async () => {
    const controller = new AbortController()
    const { server, stream, request } = await play({ body: [say('a')], end: 'open' }, { signal: controller.signal })
    expect((await stream.next()).done).toBe(false)
    const next = stream.next()
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(next).rejects.toBe(reason)
    expect((await request.over).clientLeft).toBe(true)
    await server.close()
  })
})

test('a document of several choices comes as a piece for each of them, with usage in the last', async () => {
  const choices = ['a', 'b'].map((content, index) => ({ index, finish_reason: 'stop', message: { content } }))
  const body = [JSON.stringify({ id: 'x', choices, usage: { total_tokens: 3 } })]
  const { server, stream } = await play({ headers: { 'content-type': 'application/json' }, body }, {}, 2)
  const pieces = []
  for await (const {
    object,
    choices: [choice],
    usage,
  } of stream)
    pieces.push([object, choice!.delta.content, usage])
  expect(pieces).toEqual([
    ['chat.completion.chunk', 'a', null],
    ['chat.completion.chunk', 'b', { total_tokens: 3 }],
  ])
  await server.close()
})

test('it asks for a stream, with usage and completed tools', async () => {
  const { server, stream, request } = await play({ body: [finish()] })
  await stream.cancel()
  expect(JSON.parse(request.body)).toMatchObject({ stream: true, stream_options: { include_usage: true } })
  await server.close()
})
