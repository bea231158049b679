import { createTabbyClient } from '@tabby/core'
import { createDemoWorld, createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, expect, onTestFinished, test } from 'vitest'
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

test('a server that cannot count says why: no model, no template, a wrong key', async () => {
  const world = createDemoWorld()
  const connect = async (options: EmulatorOptions) => {
    const other = await listen(createEmulator(options))
    onTestFinished(() => other.close())
    return createTabbyClient({ baseUrl: other.url, retry: false, apiKey: 'a-key' })
  }
  const empty = await connect({ world: { ...world, loaded: {} } })
  await expect(countTokens(empty, { text: 'a' })).rejects.toMatchObject({ code: 'no_model_loaded' })
  const plain = await connect({ world: { ...world, loaded: { model: 'demo-base-3b-exl3' } } })
  expect(await countTokens(plain, { text: 'a' })).toBeGreaterThan(0)
  await expect(countTokens(plain, { text: messages })).rejects.toMatchObject({ code: 'validation_error' })
  const locked = await connect({ keys: { api: ['another-key'], admin: ['an-admin-key'] } })
  await expect(countTokens(locked, { text: 'a' })).rejects.toMatchObject({ code: 'authentication_error' })
})

test('an abort throws its reason', async () => {
  const silent = await serveAnswers({ body: [], end: 'open' })
  onTestFinished(silent.close)
  const controller = new AbortController()
  setTimeout(() => controller.abort('enough'), 20)
  const call = countTokens(createTabbyClient({ baseUrl: silent.url }), { text: 'a' }, { signal: controller.signal })
  await expect(call).rejects.toBe('enough')
})
