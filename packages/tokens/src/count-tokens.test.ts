import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, expect, test } from 'vitest'
import { countTokens } from './count-tokens.js'
import { encodeTokens } from './encode-tokens.js'

const server = await listen(createEmulator())
afterAll(() => server.close())
const client = createTabbyClient({ baseUrl: server.url, retry: false })
const messages = [
  { role: 'system', content: 'You are brief.' },
  { role: 'user', content: 'How are you?' },
]

test('the count of a text is the number of its ids', async () => {
  const { tokens } = await encodeTokens(client, { text: 'Once upon a time' })
  expect(await countTokens(client, { text: 'Once upon a time' })).toBe(tokens.length)
})

test('the beginning of sequence counts, unless it is turned off', async () => {
  expect(await countTokens(client, { text: '' })).toBe(1)
  expect(await countTokens(client, { text: '', add_bos_token: false })).toBe(0)
})

test('messages count as the template writes them', async () => {
  const { length } = await encodeTokens(client, { text: messages })
  expect(await countTokens(client, { text: messages })).toBe(length)
  expect(await countTokens(client, { text: messages.slice(1) })).toBeLessThan(length)
})

test('a count is one request', async () => {
  const seen = await serveRecording('token_encode_messages')
  expect(await countTokens(createTabbyClient({ baseUrl: seen.url }), { text: messages, add_bos_token: true })).toBe(13)
  await seen.close()
  expect(seen.requests.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
    ['/v1/token/encode', { text: messages, add_bos_token: true }],
  ])
})

test('an answer without a length is an unknown shape', async () => {
  const broken = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{"tokens":[1]}'] })
  const call = countTokens(createTabbyClient({ baseUrl: broken.url }), { text: 'a' })
  await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['length'] })
  await broken.close()
})
