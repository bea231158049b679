import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type ChatCompletionChunk,
  createStreamResponse,
  streamChatCompletion,
  teeStream,
  toReadableStream,
} from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { expect, onTestFinished, test } from 'vitest'

const total = 2000
const pause = () => new Promise((resolve) => setTimeout(resolve, 300))
const readIndex = ({ choices }: ChatCompletionChunk) => parseInt(choices[0]!.delta.content!)

/** A server that writes 40 MB as fast as it may, with a stream of it and the number of pieces written. */
async function openFlood() {
  const seen = { written: 0 }
  const event = (index: number) => {
    const delta = { content: `${index} ${'x'.repeat(20_000)}` }
    return `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason: null }] })}\r\n\r\n`
  }
  const server = createServer(async (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    for (; seen.written < total; seen.written++) {
      if (!outgoing.write(event(seen.written))) await new Promise((resolve) => outgoing.once('drain', resolve))
    }
    outgoing.end('data: [DONE]\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  /** What fits the buffers of two sockets is written, and nothing after it. */
  const expectPaused = async () => {
    await pause()
    const { written } = seen
    await pause()
    expect(seen.written).toBe(written)
    expect(written).toBeLessThan(total / 2)
  }
  return { stream: await streamChatCompletion(client, { messages: [] }), expectPaused }
}
const whole = Array.from({ length: total }, (_, index) => index)

test('not reading pauses the server, and reading on resumes it where it stopped', async () => {
  const { stream, expectPaused } = await openFlood()
  const seen: number[] = []
  const { value } = await stream.next()
  seen.push(readIndex(value!))
  await expectPaused()
  for await (const chunk of stream) seen.push(readIndex(chunk))
  expect(seen).toEqual(whole)
})

test('of two readers the slower one pauses the faster, and through it the server', async () => {
  const { stream, expectPaused } = await openFlood()
  const [fast, slow] = teeStream(stream, { limit: 5 })
  const seen: [number[], number[]] = [[], []]
  const read = async (side: 0 | 1, source: AsyncIterable<ChatCompletionChunk>) => {
    for await (const chunk of source) seen[side].push(readIndex(chunk))
  }
  const all = read(0, fast)
  await expectPaused()
  expect(seen[0]).toHaveLength(5)
  await Promise.all([all, read(1, slow)])
  expect(seen).toEqual([whole, whole])
})

test('a web stream that nobody reads pauses the server as well', async () => {
  const { stream, expectPaused } = await openFlood()
  const reader = toReadableStream(stream).getReader()
  expect(readIndex((await reader.read()).value!)).toBe(0)
  await expectPaused()
  await reader.cancel()
})

test('a response that nobody reads pauses the server, and its reader resumes it', async () => {
  const { stream, expectPaused } = await openFlood()
  const response = createStreamResponse(stream)
  await expectPaused()
  expect((await response.text()).match(/^data: /gm)).toHaveLength(total + 1)
})
