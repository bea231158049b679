import {
  type ChatCompletionChunk,
  measureStream,
  readChatEvents,
  readChatText,
  splitReasoning,
  streamChatCompletion,
} from '@tabby/chat'
import { createTabbyClient, type TabbyStream } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSource } from './stream-server.js'

const readers: Record<string, (stream: AsyncIterable<ChatCompletionChunk>) => TabbyStream<unknown>> = {
  readChatText,
  readChatEvents,
  measureStream,
  splitReasoning,
  'one through the other': (stream) => readChatText(splitReasoning(measureStream(stream))),
}
const ways: Record<string, (stream: TabbyStream<unknown>) => Promise<unknown>> = {
  'return() before the first piece': (stream) => stream.return(),
  'cancel() before the first piece': (stream) => stream.cancel(),
  'await using, without a pull': async (stream) => {
    await using scope = stream
    expect(scope).toBe(stream)
  },
  'break after the first piece': async (stream) => {
    for await (const piece of stream) if (piece) break
  },
  'cancel() while the next piece is awaited': async (stream) => {
    await stream.next()
    const waiting = stream.next()
    await stream.cancel()
    expect(await waiting).toEqual({ done: true, value: undefined })
  },
}

/** A server that sends one piece and then nothing, without an end. */
async function open() {
  const choices = [{ index: 0, delta: { content: 'A' }, finish_reason: null }]
  const server = await serveAnswers({ body: [`data: ${JSON.stringify({ id: 'x', choices })}\r\n\r\n`], end: 'open' })
  onTestFinished(server.close)
  return { server, stream: await streamChatCompletion(createTabbyClient({ baseUrl: server.url }), { messages: [] }) }
}

describe.each(Object.entries(readers))('%s', (_reader, read) => {
  test.each(Object.entries(ways))('%s closes the connection', async (_way, leave) => {
    const { server, stream } = await open()
    const reader = read(stream)
    await leave(reader)
    expect((await server.requests[0]!.over).clientLeft).toBe(true)
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  test('a piece that it cannot read closes the stream, and is thrown', async () => {
    const { seen, stream } = createSource([{ id: 'x', choices: 'none' } as unknown as ChatCompletionChunk])
    const reader = read(stream)
    await expect(reader.next()).rejects.toMatchObject({ reason: 'invalid-event' })
    expect(seen.isClosed).toBe(true)
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  test('it has one reader', async () => {
    const reader = read(createSource<ChatCompletionChunk>([]).stream)
    for await (const piece of reader) expect.unreachable(String(piece))
    expect(() => reader[Symbol.asyncIterator]()).toThrow('one reader')
  })
})
