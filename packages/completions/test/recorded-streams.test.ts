import {
  collectCompletion,
  type Completion,
  type CompletionChunk,
  createCompletion,
  readCompletionText,
  streamCompletion,
} from '@tabby/completions'
import { getRecording, readAll, readEvents } from '@tabby/emulator/testing'
import { parse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { completionShape } from './completion-shape.js'
import { listCompletions, withRecording } from './recorded-exchange.js'

const streams = listCompletions('text/event-stream')
const failing = streams.filter((name) => getRecording(name).response.body.includes('data: {"error"'))
const whole = streams.filter((name) => !failing.includes(name))

const params = { prompt: 'Hello', max_tokens: 20 }

const collect = (name: string) =>
  withRecording(name, async (client) => collectCompletion(await streamCompletion(client, params)))

/** What is the same in both forms of an answer. */
const toComparable = ({ choices }: Completion) =>
  choices.map(({ index, text, finish_reason, logprobs = null }) => ({ index, text, finish_reason, logprobs }))

test('there are recordings to read', () => {
  expect(whole.length).toBeGreaterThan(12)
  expect(failing.length).toBeGreaterThan(4)
})

describe('a recorded stream comes through event by event, under one name for the model', () => {
  test.each(whole)('%s', async (name) => {
    const chunks = await withRecording(name, async (client) => readAll(await streamCompletion(client, params)))
    const events = readEvents(getRecording(name)) as { model_name: string }[]
    expect(chunks).toEqual(events.map((event) => ({ ...event, model: event.model_name })))
    for (const chunk of chunks) {
      const { model_name: _, ...documented } = chunk as CompletionChunk & { model_name: string }
      expect(parse(completionShape, documented)).toEqual(documented)
    }
  })
})

describe('the pieces put together are what the server answers in one piece', () => {
  const isTwin = (name: string) => {
    try {
      return name.endsWith('_stream') && getRecording(name.replace(/_stream$/, '')).response.status === 200
    } catch {
      return false
    }
  }
  // Choice i of a stream gets 5 * i tokens more than asked for; the plain twin of -Infinity is null.
  const differ = ['completion_n3_length_stream', 'completion_logprobs_zero_probability_token_stream']
  const twins = whole.filter((name) => isTwin(name) && !differ.includes(name))

  test('there are pairs', () => expect(twins.length).toBeGreaterThan(8))

  test.each(twins)('%s', async (name) => {
    const plain = JSON.parse(getRecording(name.replace(/_stream$/, '')).response.body)
    expect(toComparable(await collect(name))).toEqual(toComparable(plain))
  })

  test('a token of probability 0 has -Infinity in one form and null in the other', async () => {
    const [plain] = await withRecording('completion_logprobs_zero_probability_token', (client) =>
      createCompletion(client, params),
    ).then(({ choices }) => choices)
    const [choice] = (await collect('completion_logprobs_zero_probability_token_stream')).choices
    expect(plain!.logprobs!.token_logprobs[0]).toBeNull()
    expect(choice!.logprobs!.token_logprobs[0]).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('a recorded failure in mid-stream throws the words of the server, with the text so far', () => {
  test.each(failing)('%s', async (name) => {
    const events = readEvents(getRecording(name)) as (CompletionChunk & { error?: Error })[]
    const error = await collect(name).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error' })
    expect(error.message).toContain(events.at(-1)!.error!.message)
    const text = events.map((event) => event.choices?.[0]?.text ?? '').join('')
    expect(error.partial.choices[0]?.text ?? '').toBe(text)
  })
})

test('a context that overflows inside the stream has its own code', async () => {
  await expect(collect('completion_stream_context_error_INSIDE_stream')).rejects.toMatchObject({
    name: 'TabbyStreamError',
    code: 'context_length_exceeded',
  })
})

describe('the text of a recorded stream is that of its first choice', () => {
  test.each(whole)('%s', async (name) => {
    const pieces = await withRecording(name, async (client) =>
      readAll(readCompletionText(await streamCompletion(client, params))),
    )
    expect(pieces.join('')).toBe((await collect(name)).choices[0]!.text)
    expect(pieces).not.toContain('')
  })
})

test('a server that has streaming switched off gives the same, in pieces', async () => {
  const name = 'nostream_completion_stream_true'
  expect(await collect(name)).toEqual(JSON.parse(getRecording(name).response.body))
})
