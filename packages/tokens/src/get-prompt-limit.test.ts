import { createTabbyClient, requestJson } from '@tabby/core'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { serveContext } from '../test/serve-context.js'
import { countTokens } from './count-tokens.js'
import { getPromptLimit } from './get-prompt-limit.js'

const words = (count: number): string => Array.from({ length: count }, () => 'lorem').join(' ')

/** A client for a server that says this of its model. */
async function serveCard(body: string) {
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [body] })
  onTestFinished(() => server.close())
  return createTabbyClient({ baseUrl: server.url })
}

test('a chunk of the cache is kept free: the recorded 4096 and 2048 take 2049', async () => {
  const client = await serveCard(getRecording('get_v1_model__admin').response.body)
  expect(await getPromptLimit(client, { max_tokens: 100, openingTokens: 0 })).toBe(2049)
  expect(await getPromptLimit(client, { max_tokens: 3000, openingTokens: 6 })).toBe(1090)
  const smaller = await serveCard('{"parameters":{"max_seq_len":8192,"cache_size":4096,"chunk_size":512}}')
  expect(await getPromptLimit(smaller, { max_tokens: 1000, openingTokens: 6 })).toBe(3090)
})

test('a cache as large as a chunk takes no chat at all, as was recorded', async () => {
  expect(getRecording('chat_small_cache_short_prompt').response.status).toBe(400)
  const client = await serveCard(getRecording('model_small_cache').response.body)
  await expect(getPromptLimit(client, { max_tokens: 100, openingTokens: 16 })).rejects.toThrow(
    'a context of 2048, a cache of 2048 and a chunk of 2048 tokens leave no room for a prompt beside a reply of 100',
  )
})

test.each([
  [{ max_seq_len: 8192, cache_size: 4096, chunk_size: 512 }, 3585],
  [{ max_seq_len: 4096, cache_size: 65_536, chunk_size: 2048 }, 4096],
  [{ max_seq_len: 4096, cache_size: 4096, chunk_size: 1000 }, 3073],
  [{ max_seq_len: 4096, cache_size: null, chunk_size: null }, 2049],
])('%j take a prompt of %i', async (parameters, limit) => {
  expect(
    await getPromptLimit(await serveCard(JSON.stringify({ parameters })), { max_tokens: 0, openingTokens: 0 }),
  ).toBe(limit)
})

test.each([
  { cacheSize: 1024, chunkSize: 256 },
  { cacheSize: 1024, chunkSize: 300 },
])('the chat takes a prompt of that length and none that is longer: %o', async (parameters) => {
  const { client } = await serveContext({ parameters })
  const limit = await getPromptLimit(client, { max_tokens: 100, openingTokens: 0 })
  const complete = (tokens: number) =>
    requestJson(client, {
      path: '/v1/completions',
      body: { prompt: words(tokens), add_bos_token: false, max_tokens: 2 },
    })
  const text = words(limit)
  expect(await countTokens(client, { text, add_bos_token: false })).toBe(limit)
  await expect(complete(limit)).resolves.toBeDefined()
  await expect(complete(limit + 1)).rejects.toMatchObject({ code: 'context_length_exceeded' })
})

test('a card without a context is an answer of unknown shape', async () => {
  const client = await serveCard('{"id":"small","parameters":{}}')
  await expect(getPromptLimit(client, { max_tokens: 100, openingTokens: 0 })).rejects.toMatchObject({
    code: 'invalid_response',
    paths: ['parameters.max_seq_len'],
  })
})

test('without parameters the opening of the reply is kept free, and a count that is none is refused by name', async () => {
  const client = await serveCard('{"parameters":{"max_seq_len":4096,"cache_size":4096,"chunk_size":2048}}')
  expect(await getPromptLimit(client)).toBe(2033)
  for (const value of [-1, 1.5, NaN, '5', null]) {
    await expect(getPromptLimit(client, { max_tokens: value as number })).rejects.toThrow(
      'getPromptLimit: max_tokens must be a whole number of tokens, 0 or more',
    )
  }
})
