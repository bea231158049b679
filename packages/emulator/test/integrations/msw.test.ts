import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmulator } from '../../src/index.js'

const emulator = createEmulator({ journal: 10 })
const server = setupServer(http.all('http://127.0.0.1:5000/*', ({ request }) => emulator.fetch(request)))
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

const chatPath = 'http://127.0.0.1:5000/v1/chat/completions'
const ask = (content: string, more: object = {}, signal: AbortSignal | null = null): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ messages: [{ role: 'user', content }], ...more }),
  signal,
})

test('answers an application that knows nothing of it, through Mock Service Worker', async () => {
  const answer = (await (await fetch(chatPath, ask('Hello'))).json()) as { choices: unknown }
  expect(answer.choices).toMatchObject([{ message: { content: 'Hello! How can I help you today?' } }])
  expect((await fetch('http://127.0.0.1:5000/v1/nope')).status).toBe(404)
})

test('streams event by event through Mock Service Worker, and hears of a client that leaves', async () => {
  const left = new AbortController()
  const answer = await fetch(chatPath, ask('x [[len:100]] [[delay:0.02]]', { stream: true }, left.signal))
  const began = performance.now()
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toMatch(/^data: \{[^]*\}\r\n\r\n$/)
  expect(performance.now() - began).toBeLessThan(1000)
  left.abort()
  await expect(reader?.read()).rejects.toThrow('aborted')
  await expect.poll(() => emulator.journal.at(-1)?.leftAfterMilliseconds).toBeLessThan(1500)
})
