import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { openEmulator } from '../../test/stream-server.js'
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
    expect(events.at(-1)).toEqual({ type: 'finish', index: 0, finish_reason: 'stop', eos_reason: 'stop_token' })
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
