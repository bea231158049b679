import {
  type ChatCompletion,
  type ChatCompletionChunk,
  collectChatCompletion,
  createChatCompletion,
  readChatText,
  streamChatCompletion,
} from '@tabby/chat'
import { getRecording, readAll, readEvents } from '@tabby/emulator/testing'
import { parse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { answerShape, chunkShape } from './answer-shape.js'
import { listChats, withRecording } from './recorded-exchange.js'

const params = { messages: [{ role: 'user', content: 'Hello' }] }
const streams = listChats('text/event-stream')
const failing = streams.filter((name) => getRecording(name).response.body.includes('data: {"error"'))
const whole = streams.filter((name) => !failing.includes(name))

const collect = (name: string) =>
  withRecording(name, async (client) => collectChatCompletion(await streamChatCompletion(client, params)))

/** What differs between two runs of the same request, and what the server leaves out of one form. */
function toComparable({ choices }: ChatCompletion) {
  return choices.map(({ message, logprobs, finish_reason, index }) => ({
    index,
    finish_reason,
    content: message.content?.trim() || null,
    reasoning: message.reasoning_content ?? null,
    calls: message.tool_calls?.map((call) => call.function) ?? [],
    tokens: logprobs?.content.map(({ token, top_logprobs }) => [token, top_logprobs]) ?? [],
  }))
}

test('there are recordings to read', () => {
  expect(whole.length).toBeGreaterThan(50)
  expect(failing.length).toBeGreaterThan(2)
})

describe('a recorded stream comes through event by event, and holds nothing undocumented', () => {
  test.each(whole)('%s', async (name) => {
    const chunks = await withRecording(name, async (client) => readAll(await streamChatCompletion(client, params)))
    expect(chunks).toEqual(readEvents(getRecording(name)))
    for (const chunk of chunks) expect(parse(chunkShape, chunk)).toEqual(chunk)
  })
})

describe('the pieces put together are what the server answers in one piece', () => {
  const twins = whole.filter((name) => {
    try {
      return getRecording(name.replace(/_stream$/, '')).response.status === 200 && name.endsWith('_stream')
    } catch {
      return false
    }
  })
  test('there are pairs', () => expect(twins.length).toBeGreaterThan(40))
  test.each(twins)('%s', async (name) => {
    const answer = await collect(name)
    const plain = JSON.parse(getRecording(name.replace(/_stream$/, '')).response.body)
    expect(parse(answerShape, answer)).toEqual(answer)
    expect(toComparable(answer)).toEqual(toComparable(plain))
  })
})

describe('a recorded failure in mid-stream throws the words of the server, with the answer so far', () => {
  test.each(failing)('%s', async (name) => {
    const events = readEvents(getRecording(name)) as (ChatCompletionChunk & { error?: Error })[]
    const error = await collect(name).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(error.message).toContain(events.at(-1)!.error!.message)
    const text = events.map((event) => event.choices?.[0]?.delta.content ?? '').join('')
    expect(error.partial.choices[0]?.message.content ?? '').toBe(text)
  })
})

describe('the text of a recorded stream is the content of its first choice', () => {
  test.each(whole)('%s', async (name) => {
    const pieces = await withRecording(name, async (client) =>
      readAll(readChatText(await streamChatCompletion(client, params))),
    )
    const answer = await collect(name)
    expect(pieces.join('')).toBe(answer.choices[0]!.message.content ?? '')
    expect(pieces).not.toContain('')
  })
})

test('a server that was shut down truncates the stream, and what had arrived is in the error', async () => {
  const error = await collect('shutdown_during_chat_stream').catch((thrown) => thrown)
  expect(error).toMatchObject({ code: 'stream_error', reason: 'truncated' })
  expect(error.partial.choices[0].message.content).toMatch(/^Lorem ipsum dolor .* elit,$/)
})

describe('a server that has streaming switched off gives the same, in pieces', () => {
  test.each(['nostream_chat_stream_true', 'nostream_chat_stream_true_usage', 'nostream_chat_tools_stream_true'])(
    '%s',
    async (name) => {
      const plain = await withRecording(name, (client) => createChatCompletion(client, params))
      expect(await collect(name)).toEqual(plain)
    },
  )
})

test('streaming switched off still refuses what is too long, before the first piece', async () => {
  await expect(collect('nostream_chat_context_exceeded')).rejects.toMatchObject({ code: 'context_length_exceeded' })
})
