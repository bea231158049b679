import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { streamChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { expect, onTestFinished, test } from 'vitest'

test('not reading pauses the server, and reading on resumes it where it stopped', async () => {
  let written = 0
  const total = 2000
  const event = (index: number) => {
    const delta = { content: `${index} ${'x'.repeat(20_000)}` }
    return `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason: null }] })}\r\n\r\n`
  }
  const server = createServer(async (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    for (; written < total; written++) {
      if (!outgoing.write(event(written))) await new Promise((resolve) => outgoing.once('drain', resolve))
    }
    outgoing.end('data: [DONE]\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const stream = await streamChatCompletion(client, { messages: [] })
  const seen: number[] = []
  const { value } = await stream.next()
  seen.push(parseInt(value!.choices[0]!.delta.content!))

  const pause = () => new Promise((resolve) => setTimeout(resolve, 300))
  await pause()
  const paused = written
  await pause()
  // What fits the buffers of two sockets was written, and nothing since.
  expect(written).toBe(paused)
  expect(paused).toBeLessThan(total / 2)

  for await (const { choices } of stream) seen.push(parseInt(choices[0]!.delta.content!))
  expect(seen).toEqual(Array.from({ length: total }, (_, index) => index))
})
