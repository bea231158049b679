import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { readCompletionText } from './read-completion-text.js'
import { streamCompletion } from './stream-completion.js'

const event = (text: string, index = 0) =>
  `data: ${JSON.stringify({ id: 'x', choices: [{ index, text, finish_reason: null }] })}\r\n\r\n`

async function open(body: string[], end: 'complete' | 'open') {
  const server = await serveAnswers({ body, end })
  const client = createTabbyClient({ baseUrl: server.url })
  return { server, text: readCompletionText(await streamCompletion(client, { prompt: 'Once', max_tokens: 5 })) }
}

test('it gives the text of the first choice, without other choices and empty pieces', async () => {
  const body = [event('A'), event('x', 1), event(''), event('B'), 'data: [DONE]\r\n\r\n']
  const { server, text } = await open(body, 'complete')
  const pieces = []
  for await (const piece of text) pieces.push(piece)
  expect(pieces).toEqual(['A', 'B'])
  await server.close()
})

test('leaving the loop closes the connection', async () => {
  const { server, text } = await open([event('A')], 'open')
  for await (const piece of text) if (piece === 'A') break
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  await server.close()
})

test('what the stream throws comes through', async () => {
  const { server, text } = await open([event('A')], 'complete')
  expect((await text.next()).value).toBe('A')
  await expect(text.next()).rejects.toMatchObject({ reason: 'truncated' })
  await server.close()
})

test.each(['return', 'cancel'] as const)('%s() before the first piece closes the connection', async (way) => {
  const { server, text } = await open([event('A')], 'open')
  await text[way]()
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  expect(await text.next()).toEqual({ done: true, value: undefined })
  await server.close()
})

test('it has one reader', async () => {
  const { server, text } = await open([event('A'), 'data: [DONE]\r\n\r\n'], 'complete')
  for await (const piece of text) expect(piece).toBe('A')
  expect(() => text[Symbol.asyncIterator]()).toThrow('one reader')
  await server.close()
})
