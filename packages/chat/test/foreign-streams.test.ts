import { createTabbyClient, isTabbyError, type TabbyClientOptions, type TabbyStreamRequestOptions } from '@tabby/core'
import { readAll, serveAnswers } from '@tabby/emulator/testing'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ChatCompletion } from '../src/chat-completion.js'
import { collectChatCompletion } from '../src/collect-chat-completion.js'
import { readChatText } from '../src/read-chat-text.js'
import { streamChatCompletion } from '../src/stream-chat-completion.js'
import { readChatEvents } from '../src/streams/read-chat-events.js'

const params = { messages: [] }
const done = 'data: [DONE]\r\n\r\n'
const toEvent = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
const say = (content: unknown, choice: object = {}) =>
  toEvent({ id: 'x', choices: [{ index: 0, delta: { content }, finish_reason: null, ...choice }] })
const stop = say('', { finish_reason: 'stop' })

/** Streams a body from a server of its own. */
async function open(body: string[], options: TabbyClientOptions = {}, call: TabbyStreamRequestOptions = {}) {
  const server = await serveAnswers({ body })
  onTestFinished(server.close)
  return streamChatCompletion(createTabbyClient({ ...options, baseUrl: server.url }), params, call)
}

const collect = async (...given: Parameters<typeof open>) => collectChatCompletion(await open(...given))
const readText = async (...given: Parameters<typeof open>) =>
  (await readAll(readChatText(await open(...given)))).join('')

describe('what is no chunk', () => {
  test.each([
    toEvent(null),
    toEvent({}),
    toEvent({ id: 'x', choices: null }),
    toEvent({ id: 'x', usage: { total_tokens: 1 } }),
    toEvent({ id: 'x', choices: [] }),
    toEvent({ id: 'x', choices: [{ index: 0 }] }),
    toEvent({ type: 'ping', message: 'still here' }),
    'event: heartbeat\ndata: {"time":1}\n\n',
    'event: ping\ndata: still here\n\n',
    'data:\n\n',
    'data:   \n\n',
    ': ping\n\n',
  ])('%j does not end a stream', async (event) => {
    const body = [say('Hi'), event, say(' you'), stop, done]
    expect(await readText(body)).toBe('Hi you')
    expect((await collect(body)).choices[0]!.message.content).toBe('Hi you')
    for await (const { choices } of await open(body)) expect(() => choices[0]?.delta.content).not.toThrow()
  })

  test.each(['data: {"choices":\n\n', 'data: nonsense\n\n', toEvent(1), toEvent(['a']), toEvent({ choices: {} })])(
    '%j is a broken event all the same',
    async (event) => {
      await expect(readText([say('Hi'), event, stop, done])).rejects.toMatchObject({ reason: 'invalid-event' })
    },
  )

  test.each(['data:[DONE]\n\n', 'data: [DONE] \n\n', 'data:  [DONE]\r\r', 'data: "[DONE]"\n\n', 'data: [DONE]'])(
    '%j ends a stream',
    async (end) => expect(await readText([say('Hi'), end])).toBe('Hi'),
  )
})

describe('a stream that is no completion', () => {
  test('it had no choice', async () => {
    const failure = { name: 'TabbyStreamError', reason: 'truncated' }
    for (const body of [[done], [toEvent({ id: 'x', choices: [] }), done]]) {
      await expect(readText(body)).rejects.toMatchObject(failure)
    }
  })

  test('its choices count the chunks', async () => {
    const body = [say('Hi'), say(' you', { index: 1 }), say('', { index: 2, finish_reason: 'stop' })]
    for (const end of [done, '']) {
      await expect(readText([...body, end])).rejects.toMatchObject({ reason: 'invalid-event' })
    }
  })

  test('several choices that nobody asked for are several choices', async () => {
    const body = [say('a', { finish_reason: 'stop' }), say('b', { index: 1, finish_reason: 'stop' }), done]
    expect((await collect(body)).choices.map(({ message }) => message.content)).toEqual(['a', 'b'])
  })
})

describe('an error in a stream', () => {
  const said = 'the GPU is gone'
  test.each([
    toEvent({ error: said }),
    toEvent({ error: { message: said, code: 500 } }),
    `event: error\ndata: {"message":"${said}"}\n\n`,
    `event: error\ndata: ${said}\n\n`,
    toEvent({ object: 'error', message: said, code: 400 }),
    toEvent({ message: said }),
    toEvent({ detail: said }),
    toEvent({ detail: [{ msg: said }] }),
    toEvent({ errors: [said] }),
    say('', { finish_reason: 'error', error: { message: said } }),
    say('', { error: said }),
  ])('%j has the words of the server', async (event) => {
    const error = await collect([say('Hi'), event, stop, done]).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(String(error)).toContain(said)
    expect(String(error).split(said)).toHaveLength(2)
    expect((error as { partial: ChatCompletion }).partial.choices[0]!.message.content).toBe('Hi')
  })

  test('a key that it repeats is not shown', async () => {
    const apiKey = 'secret-api-key'
    for (const event of [toEvent({ error: apiKey }), `event: error\ndata: ${apiKey}\n\n`, say('', { error: apiKey })]) {
      const error = await collect([event], { apiKey }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ reason: 'server-error' })
      expect(String(error)).not.toContain(apiKey)
    }
  })
})

describe('the size of what is kept', () => {
  const ten = 'x'.repeat(1000)
  const body = [...Array.from({ length: 10 }, () => say(ten)), stop, done]

  test('up to the limit all is kept, and beyond it the stream ends with what there is', async () => {
    expect((await collect(body, { maxResponseSize: 11_000 })).choices[0]!.message.content).toHaveLength(10_000)
    const error = await collect(body, { maxResponseSize: 9000 }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyStreamError', code: 'invalid_response', reason: 'too-large' })
    expect((error as { partial: ChatCompletion }).partial.choices[0]!.message.content).toMatch(/^x{8000}/)
  })

  test('a collector has a limit of its own', async () => {
    const stream = await open(body)
    await expect(collectChatCompletion(stream, { maxResponseSize: 9000 })).rejects.toMatchObject({
      reason: 'too-large',
    })
  })

  test.each([
    { tool_calls: [{ index: 0, function: { name: '', arguments: ten } }] },
    { reasoning_content: ten },
    { refusal: ten },
    { annotations: [ten] },
  ])('%j counts too', async (delta) => {
    const event = toEvent({ choices: [{ index: 0, delta, finish_reason: null }] })
    const events = [...Array.from({ length: 10 }, () => event), stop, done]
    await expect(collect(events, { maxResponseSize: 9000 })).rejects.toMatchObject({ reason: 'too-large' })
    expect((await collect(events, { maxResponseSize: 30_000 })).choices).toHaveLength(1)
  })

  test('without keepPartial there is no limit and no partial, and the end is known all the same', async () => {
    const options = { maxResponseSize: 100 }
    expect(await readText(body.slice(0, -1), options, { keepPartial: false })).toHaveLength(10_000)
    const error = await readText(body.slice(0, -2), options, { keepPartial: false }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'truncated', partial: undefined })
  })

  test('40,000 tool calls in one event take as long as they are many', async () => {
    const toCalls = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: `c${index}`,
        index,
        function: { name: 'a', arguments: '{}' },
      }))
    const toBody = (count: number) => [
      toEvent({ choices: [{ index: 0, delta: { tool_calls: toCalls(count) }, finish_reason: 'tool_calls' }] }),
    ]
    const { choices } = await collect(toBody(40_000))
    expect(choices[0]!.message.tool_calls).toHaveLength(40_000)
    await expect(collect(toBody(70_000))).rejects.toMatchObject({ reason: 'invalid-event' })
  })
})

describe('any JSON as an event', () => {
  const names = ['index', 'delta', 'content', 'tool_calls', 'function', 'arguments', 'name', 'id', 'logprobs', 'error']
  const key = fc.constantFrom(...names, '__proto__', 'constructor', 'finish_reason', 'usage', 'message', 'choices')
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 0, 1, -1, 1.5, 4_294_967_294, '', '0', 'a', '__proto__', 'constructor', 'null'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }))
  const delta = fc.record({ content: value, reasoning: value, tool_calls: value, refusal: value }, { requiredKeys: [] })
  const choice = fc.record({ index: value, delta: fc.oneof(delta, value), finish_reason: value, logprobs: value })
  const event = fc.oneof(value, fc.record({ id: value, choices: fc.array(choice, { maxLength: 3 }), usage: value }))
  const builtIns = [Object.prototype, Array.prototype, Function.prototype, Object, Array, String.prototype]
  const look = () => builtIns.map((each) => Object.getOwnPropertyNames(each).length)

  test('is a chunk, is passed over or is a TabbyError, and reaches no prototype', async () => {
    const before = look()
    const run = async (events: unknown[]) => {
      const server = await serveAnswers({ body: [...events.map(toEvent), stop, done] })
      const client = createTabbyClient({ baseUrl: server.url, retry: false })
      const outcomes = [
        async () => collectChatCompletion(await streamChatCompletion(client, params)),
        async () => readAll(readChatEvents(await streamChatCompletion(client, params))),
      ]
      for (const act of outcomes) await act().catch((error: unknown) => expect(isTabbyError(error)).toBe(true))
      await server.close()
    }
    await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 3 }), run), { numRuns: 40 })
    expect(look()).toEqual(before)
  }, 60_000)

  test('is the same to the collector and to readChatEvents', async () => {
    async function* yieldAll(events: unknown[]) {
      for (const each of events) yield structuredClone(each) as never
    }
    const part = fc.constantFrom(undefined, null, '', 'a', '{"x":1}', [{ type: 'text', text: 'b' }])
    const call = fc.record(
      {
        index: fc.constantFrom(undefined, null, 0, 1, '1'),
        id: fc.constantFrom(undefined, null, 'a', 'b'),
        function: fc.record({
          name: fc.constantFrom(undefined, '', 'f', 'g'),
          arguments: fc.constantFrom('', '{"x":1}', null),
        }),
      },
      { requiredKeys: [] },
    )
    const news = fc.record(
      { content: part, reasoning: part, tool_calls: fc.array(call, { maxLength: 3 }) },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(news, { minLength: 1, maxLength: 6 }), async (deltas) => {
        const chunks = [
          ...deltas.map((each) => ({ id: 'x', choices: [{ index: 0, delta: each }] })),
          JSON.parse(stop.slice(5)),
        ]
        const answer = await collectChatCompletion(yieldAll(chunks)).catch(
          (error: { message: string }) => error.message,
        )
        const events = await readAll(readChatEvents(yieldAll(chunks))).catch(
          (error: { message: string }) => error.message,
        )
        if (typeof answer === 'string' || typeof events === 'string') return expect(events).toEqual(answer)
        const { message, finish_reason } = answer.choices[0]!
        const join = (type: string) =>
          events.map((each) => (each.type === type && 'text' in each ? each.text : '')).join('')
        expect(join('text')).toBe(message.content ?? '')
        expect(join('reasoning')).toBe(message.reasoning_content ?? '')
        expect(events.flatMap((each) => (each.type === 'tool-call' ? [each.call] : []))).toEqual(
          message.tool_calls ?? [],
        )
        expect(events.flatMap((each) => (each.type === 'finish' ? [each.finish_reason] : []))).toEqual([finish_reason])
      }),
      { numRuns: 500 },
    )
  })
})
