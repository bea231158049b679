import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { createSource, openEmulator } from '../../test/stream-server.js'
import { streamChatCompletion } from '../stream-chat-completion.js'
import { type ChatEvent, readChatEvents } from './read-chat-events.js'

const messages = [{ role: 'user', content: 'Hello' }]
const read = (name: string) =>
  withRecording(name, async (client) => readAll(readChatEvents(await streamChatCompletion(client, { messages }))))
const toTypes = (events: ChatEvent[]) =>
  events.map(({ type }) => type).filter((type, place, types) => type !== types[place - 1])

describe('recorded streams', () => {
  test('thoughts come first, then text, then the end', async () => {
    const events = await read('chat_reasoning_enable_thinking_stream')
    expect(toTypes(events)).toEqual(['reasoning', 'text', 'finish'])
    const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
    expect(text).toBe('\n\nLorem ipsum dolor sit')
    expect(events.at(-1)).toEqual({
      type: 'finish',
      index: 0,
      model: expect.stringMatching(/./),
      finish_reason: 'stop',
      eos_reason: 'stop_token',
    })
  })

  test('each call is an event of its own, and usage is the last', async () => {
    const events = await read('chat_tools_parallel_stream')
    const names = events.flatMap((event) => (event.type === 'tool-call' ? [event.call.function.name] : []))
    expect(names.length).toBeGreaterThan(1)
    // There is a line break between the two calls.
    expect(toTypes(events)).toEqual(['text', 'tool-call', 'finish'])
    expect(toTypes(await read('chat_tools_usage_stream'))).toEqual(['tool-call', 'finish', 'usage'])
  })

  test('a malformed call finishes with tool_calls and has no call', async () => {
    const events = await read('chat_tools_malformed_call_stream')
    expect(toTypes(events)).toEqual(['text', 'finish'])
    expect(events.at(-1)).toMatchObject({ finish_reason: 'tool_calls' })
  })

  test('choices are told apart', async () => {
    const events = await read('chat_reasoning_n2_stream')
    const finished = events.flatMap((event) => (event.type === 'finish' ? [event.index] : []))
    expect(finished.sort()).toEqual([0, 1])
  })
})

test('a crash throws after the events before it', async () => {
  const { client } = await openEmulator()
  const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: '[[fail:3]]' }] })
  const seen: ChatEvent[] = []
  const readOn = async () => {
    for await (const event of readChatEvents(stream)) seen.push(event)
  }
  await expect(readOn()).rejects.toMatchObject({ reason: 'server-error' })
  expect(toTypes(seen)).toEqual(['text'])
})

test('a text has its logprobs, and a refusal is an event of its own', async () => {
  const { client } = await openEmulator()
  const params = { messages: [{ role: 'user', content: '[[len:3]]' }], logprobs: true, top_logprobs: 2 }
  const events = await readAll(readChatEvents(await streamChatCompletion(client, params)))
  const texts = events.flatMap((event) => (event.type === 'text' ? [event] : []))
  expect(texts.map(({ logprobs }) => logprobs?.content?.length)).toEqual(texts.map(() => 1))

  const chunk = (delta: object) => ({ id: 'a', model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })
  const foreign = createSource([chunk({ refusal: 'No' }), chunk({ refusal: 5, content: 'x' })] as never[])
  expect(await readAll(readChatEvents(foreign.stream))).toEqual([
    { type: 'refusal', index: 0, text: 'No' },
    { type: 'text', index: 0, text: 'x' },
  ])
})
