import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test, vi } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import { createSource, openEmulator } from '../../test/stream-server.js'
import type { ChatCompletionChunk } from '../chat-completion-chunk.js'
import { streamChatCompletion } from '../stream-chat-completion.js'
import type { ToolEvent } from '../tools/tool-run.js'
import { measureStream } from './measure-stream.js'
import { readChatEvents } from './read-chat-events.js'

const messages = [{ role: 'user', content: '[[len:21]] [[delay:0.02]] [[prefill:0.2]]' }]

describe('a stream of 21 tokens with 20 ms between them, after 200 ms', () => {
  test('is measured here, and has the figures of the server', async () => {
    const { client } = await openEmulator()
    const startedAt = performance.now()
    const measured = measureStream(await streamChatCompletion(client, { messages }), { startedAt })
    expect(measured.statistics).toMatchObject({ tokens: 0, duration: 0, timeToFirstToken: undefined, usage: undefined })
    const chunks = await readAll(measured)
    const { statistics } = measured
    expect(chunks.at(-1)!.usage).toBe(statistics.usage)
    expect(statistics.tokens).toBe(21)
    expect(statistics.timeToFirstToken).toBeGreaterThan(180)
    expect(statistics.timeToFirstToken).toBeLessThan(600)
    expect(statistics.interTokenLatency).toBeGreaterThan(15)
    expect(statistics.interTokenLatency).toBeLessThan(60)
    expect(statistics.tokensPerSecond).toBeCloseTo(1000 / statistics.interTokenLatency!, 5)
    expect(statistics.duration).toBeCloseTo(statistics.timeToFirstToken! + 20 * statistics.interTokenLatency!, 3)
    expect(statistics.serverTokensPerSecond).toBe(statistics.usage!.completion_tokens_per_sec)
    expect(statistics.promptTokensPerSecond).toBe(statistics.usage!.prompt_tokens_per_sec)
  })

  test('without usage, pieces are counted', async () => {
    const { client } = await openEmulator()
    const measured = measureStream(await streamChatCompletion(client, { messages, stream_options: {} }))
    await readAll(measured)
    expect(measured.statistics).toMatchObject({ tokens: 21, usage: undefined, serverTokensPerSecond: undefined })
  })
})

test('a speed that the server calls Indeterminate is unknown', async () => {
  const choices = [{ index: 0, delta: { content: 'A' }, finish_reason: 'stop' }]
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, prompt_tokens_per_sec: 'Indeterminate' }
  const chunk = { id: 'x', object: 'chunk', created: 1, model: 'm', choices, usage }
  const measured = measureStream(createSource([chunk]).stream)
  await readAll(measured)
  expect(measured.statistics).toMatchObject({ promptTokensPerSecond: undefined, tokens: 2 })
})

test('one token in two pieces has no time between tokens', async () => {
  const toChunk = (content: string, usage?: object) => {
    const choices = [{ index: 0, delta: { content }, finish_reason: null }]
    return { id: 'x', object: 'chunk', created: 1, model: 'm', choices, ...usage } as ChatCompletionChunk
  }
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, completion_tokens_per_sec: 7 }
  const measured = measureStream(createSource([toChunk('A'), toChunk('B', { usage })]).stream)
  await measured.next()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await measured.next()
  expect(measured.statistics).toMatchObject({ tokens: 1, interTokenLatency: undefined, tokensPerSecond: 7 })
})

test('where everything came at once, the speed is that of the server', async () => {
  await withRecording('chat_tools_usage_stream', async (client) => {
    const measured = measureStream(await streamChatCompletion(client, { messages }))
    await readAll(measured)
    const { tokensPerSecond, interTokenLatency, usage } = measured.statistics
    expect([tokensPerSecond, interTokenLatency]).toEqual([usage!.completion_tokens_per_sec, undefined])
    expect(tokensPerSecond).toBeGreaterThan(0)
  })
})

test('a failure comes through, and the figures stay', async () => {
  const { client } = await openEmulator()
  const params = { messages: [{ role: 'user', content: '[[fail:3]]' }] }
  const measured = measureStream(await streamChatCompletion(client, params))
  await expect(readAll(measured)).rejects.toMatchObject({ reason: 'server-error' })
  expect(measured.statistics.tokens).toBeGreaterThan(0)
})

/** Yields values at these times of a clock that only this test moves. */
async function* play<Value>(...values: readonly (readonly [time: number, value: Value])[]) {
  for (const [time, value] of values) {
    vi.spyOn(performance, 'now').mockReturnValue(time)
    yield value
  }
}

test('the points of a plot are the speeds of quarter seconds, without the one that is not over', async () => {
  const text = { type: 'text' as const, index: 0, text: 'x' }
  const times = Array.from({ length: 101 }, (_, place) => [1500 + place * 10, text] as const)
  const measured = measureStream(play(...times), { startedAt: 1000 })
  await readAll(measured)
  const figures = { timeToFirstToken: 500, tokensPerSecond: 100, duration: 1500, tokens: 101 }
  expect(measured.statistics).toMatchObject({ ...figures, speeds: [100, 100, 100, 100] })
  vi.restoreAllMocks()
})

test('events count as their chunks do, and bring the usage', async () => {
  await withRecording('chat_tools_usage_stream', async (client) => {
    const measured = measureStream(readChatEvents(await streamChatCompletion(client, { messages })))
    const events = await readAll(measured)
    const usage = events.find((event) => event.type === 'usage')!.usage
    expect(measured.statistics).toMatchObject({ usage, tokens: usage.completion_tokens })
  })
})

test('in a run of tools the time that a tool takes is not generating, and all steps count', async () => {
  const text: ToolEvent = { type: 'text', text: 'x' }
  const call = { id: '1', type: 'function' as const, function: { name: 'a', arguments: '{}' } }
  const usage = { prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 }
  const step = { type: 'step', step: { answer: { usage }, results: [] } } as unknown as ToolEvent
  const measured = measureStream(
    play<ToolEvent>(
      [100, text],
      [150, text],
      [200, { type: 'tool-call', call }],
      [9000, { type: 'tool-result', result: { call, name: 'a', args: {}, value: 'x', content: 'x' } }],
      [9000, step],
      [9100, text],
      [9200, text],
      [9200, step],
    ),
    { startedAt: 0 },
  )
  await readAll(measured)
  // 100 ms each, of three tokens each.
  expect(measured.statistics).toMatchObject({ timeToFirstToken: 100, tokens: 6, interTokenLatency: 50, duration: 9200 })
  expect(measured.statistics.speeds).toHaveLength(1)
  vi.restoreAllMocks()
})

test('values of another kind count if the caller says so, whatever they hold', async () => {
  const values = [{ choices: 5 }, { type: 'usage', usage: 'x' }, null, 'x']
  const measured = measureStream(createSource(values as never).stream as AsyncIterable<unknown>, {
    isToken: (value) => value !== null,
  })
  expect(await readAll(measured)).toEqual(values)
  expect(measured.statistics.tokens).toBe(3)
})
