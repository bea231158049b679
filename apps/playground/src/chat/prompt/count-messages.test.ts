import { createTabbyClient } from '@tabby/core'
import { serveEmulator } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { countMessages, readPromptTokens } from './read-prompt-tokens.js'

test('every token of a prompt is read with its text, however it is cut, and counted for its message', async () => {
  await using server = await serveEmulator()
  const client = createTabbyClient({ baseUrl: server.url })
  const messages = [
    { role: 'system', content: 'Be brief, café.' },
    { role: 'user', content: 'How   are\nyou? 你好' },
  ]
  const { tokens, counts } = await readPromptTokens(client, messages, new AbortController().signal)
  const prompt = tokens.map(({ text }) => text).join('')
  expect(prompt).toContain('<|im_start|>system\nBe brief, café.<|im_end|>')
  expect(tokens.length).toBeGreaterThan(10)
  expect(counts.every((count) => count !== undefined && count > 2)).toBe(true)
})

test('what a template has changed has no count, and the next message is still found', () => {
  const tokens = ['a', 'b ', 'c', 'd', 'e'].map((text, id) => ({ id, text }))
  const messages = ['b c', 'not there', 'e'].map((content) => ({ role: 'user', content }))
  expect(countMessages(tokens, messages)).toEqual([2, undefined, 1])
})
