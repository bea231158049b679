import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { readChatText } from './read-chat-text.js'
import { streamChatCompletion } from './stream-chat-completion.js'

const event = (delta: object, index = 0) =>
  `data: ${JSON.stringify({ id: 'x', choices: [{ index, delta, finish_reason: null }] })}\r\n\r\n`

async function open(body: string[], end: 'complete' | 'open') {
  const server = await serveAnswers({ body, end })
  const stream = await streamChatCompletion(createTabbyClient({ baseUrl: server.url }), { messages: [] })
  return { server, stream, text: readChatText(stream) }
}

test('it gives content of the first choice: no reasoning, tool calls, other choices and empty pieces', async () => {
  const call = { tool_calls: [{ function: { name: 'now', arguments: '{}' } }] }
  const deltas = [event({ reasoning_content: 'Hm' }), event({ content: 'A' }), event({ content: 'x' }, 1)]
  const empty = [event({ content: '' }), event({ content: null }), event(call)]
  const end = [event({ content: 'B' }), 'data: [DONE]\r\n\r\n']
  const { server, text } = await open([...deltas, ...empty, ...end], 'complete')
  const pieces = []
  for await (const piece of text) pieces.push(piece)
  expect(pieces).toEqual(['A', 'B'])
  await server.close()
})

test('leaving the loop closes the connection', async () => {
  const { server, text } = await open([event({ content: 'A' })], 'open')
  for await (const piece of text) if (piece === 'A') break
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  await server.close()
})

test('what the stream throws comes through', async () => {
  const { server, text } = await open([event({ content: 'A' })], 'complete')
  expect((await text.next()).value).toBe('A')
  await expect(text.next()).rejects.toMatchObject({ reason: 'truncated' })
  await server.close()
})
