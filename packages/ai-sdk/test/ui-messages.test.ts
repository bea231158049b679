import {
  convertToModelMessages,
  DefaultChatTransport,
  readUIMessageStream,
  stepCountIs,
  streamText,
  tool,
  type UIMessage,
} from 'ai'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openTabby, scriptWorld, slow, waitForStop } from './serve-tabby.js'

const get_weather = tool({
  description: 'Current weather',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `It is sunny in ${city}`,
})

/** Puts a route for `useChat` behind a port. */
async function serveRoute(answer: (messages: UIMessage[], signal: AbortSignal) => Promise<Response>): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const controller = new AbortController()
    outgoing.on('close', () => controller.abort())
    const { messages } = JSON.parse(await new Response(Readable.toWeb(incoming) as ReadableStream).text())
    const response = await answer(messages, controller.signal)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders()
    for await (const bytes of response.body ?? []) outgoing.write(bytes)
    outgoing.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const hello = (text: string): UIMessage => ({ id: '1', role: 'user', parts: [{ type: 'text', text }] })
const send = (api: string, messages: UIMessage[], abortSignal?: AbortSignal) =>
  new DefaultChatTransport({ api }).sendMessages({
    chatId: '1',
    messages,
    abortSignal,
    trigger: 'submit-message',
    messageId: undefined,
  })

async function readLast(stream: Awaited<ReturnType<typeof send>>): Promise<UIMessage> {
  let last: UIMessage | undefined
  for await (const message of readUIMessageStream({ stream })) last = message
  return last!
}

test('toUIMessageStreamResponse carries reasoning, tools and text, and the chat goes on', async () => {
  const world = scriptWorld([
    { when: 'Thanks', answer: 'You are welcome.' },
    { when: 'sunny in Oslo', answer: { reasoning: 'It is warm', content: 'Take sunglasses.' } },
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  ])
  const { tabby, getBodies } = await openTabby({ emulator: { world } })
  const api = await serveRoute(async (given) => {
    const messages = await convertToModelMessages(given)
    return streamText({
      model: tabby(),
      messages,
      tools: { get_weather },
      stopWhen: stepCountIs(3),
    }).toUIMessageStreamResponse()
  })
  const first = hello('How is the weather? [[think]]')
  const reply = await readLast(await send(api, [first]))
  expect(reply.parts.map(({ type }) => type)).toEqual([
    'step-start',
    'tool-get_weather',
    'step-start',
    'reasoning',
    'text',
  ])
  expect(reply.parts[1]).toMatchObject({ state: 'output-available', output: 'It is sunny in Oslo' })

  const next = await readLast(await send(api, [first, reply, { ...hello('Thanks'), id: '3' }]))
  expect(next.parts.at(-1)).toMatchObject({ type: 'text', text: 'You are welcome.' })
  expect(getBodies().at(-1)?.['messages']).toMatchObject([
    { role: 'user' },
    { role: 'assistant', tool_calls: [{ function: { name: 'get_weather' } }] },
    { role: 'tool', content: 'It is sunny in Oslo' },
    {
      role: 'assistant',
      content: expect.stringContaining('Take sunglasses.'),
      reasoning_content: expect.stringContaining('It is warm'),
    },
    { role: 'user', content: 'Thanks' },
  ])
})

test('a page that stops, or leaves, stops the model', async () => {
  const { tabby, emulator } = await openTabby(slow)
  const api = await serveRoute(async (messages, abortSignal) =>
    streamText({
      model: tabby(),
      messages: await convertToModelMessages(messages),
      maxOutputTokens: 500,
      abortSignal,
    }).toUIMessageStreamResponse(),
  )
  const controller = new AbortController()
  const reading = readLast(await send(api, [hello('Hello')], controller.signal))
  setTimeout(() => controller.abort(), 50)
  await reading.catch(() => {})
  expect(await waitForStop(emulator)).toBeLessThan(5000)
})
