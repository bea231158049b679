import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countTokens } from './count-tokens.js'
import { encodeTokens } from './encode-tokens.js'
import { fitMessages } from './fit-messages.js'

/** A server that answers everything with this text. */
async function serve(body: string) {
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [body] })
  onTestFinished(() => server.close())
  return { client: createTabbyClient({ baseUrl: server.url, retry: false }), server }
}
const messages = [{ role: 'user', content: 'Hi' }]

test.each(['-1', '1.5', '1e999', '1e300', '"3"', 'null', '[3]', '{}'])(
  'a length of %s is not a count',
  async (length) => {
    const { client } = await serve(`{"tokens":[1,2,3],"length":${length}}`)
    const broken = { name: 'TabbyResponseError', code: 'invalid_response', paths: ['length'] }
    await expect(countTokens(client, { text: 'a' })).rejects.toMatchObject(broken)
    await expect(encodeTokens(client, { text: 'a' })).rejects.toMatchObject(broken)
  },
)

test.each(['[1,2]', '[1,2,3,4]', '[1,2,-3]', '[1,2,0.5]', '[1,2,"3"]', '[1,2,null]', '{"0":1}', 'null'])(
  'tokens of %s are not three ids',
  async (tokens) => {
    const { client } = await serve(`{"tokens":${tokens},"length":3}`)
    await expect(encodeTokens(client, { text: 'a' })).rejects.toMatchObject({ code: 'invalid_response' })
  },
)

describe('fitMessages refuses by name, before a request:', () => {
  test.each([
    [{ messages }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: -1 }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: NaN }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: 1.5 }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: Infinity }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: '5' }, {}, 'max_tokens must be a whole number'],
    [{ messages, max_tokens: null }, {}, 'max_tokens must be a whole number'],
    [{ max_tokens: 5 }, {}, 'messages must be a list'],
    [{ messages: 'Hi', max_tokens: 5 }, {}, 'messages must be a list'],
    [{ messages: [null], max_tokens: 5 }, {}, 'messages must be a list'],
    [{ messages, max_tokens: 5 }, { summaryTokens: -1 }, 'summaryTokens must be a whole number'],
    [{ messages, max_tokens: 5 }, { summaryTokens: NaN }, 'summaryTokens must be a whole number'],
    [{ messages, max_tokens: 5 }, { openingTokens: '3' }, 'openingTokens must be a whole number'],
    [{ messages, max_tokens: 5 }, { openingTokens: -0.5 }, 'openingTokens must be a whole number'],
    [{ messages, max_tokens: 5 }, { summarize: true }, 'summarize must be a function'],
  ])('%j with %j', async (params, options, words) => {
    const { client, server } = await serve('{}')
    const call = fitMessages(client, params as never, options as never)
    await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
    await expect(call).rejects.toThrow(`fitMessages: ${words}`)
    expect(server.requests).toEqual([])
  })
})

test('a summary that is not a message is an error, not a message that is missing', async () => {
  const answer = { parameters: { max_seq_len: 300, cache_size: 4096, chunk_size: 256 }, length: 290 }
  const { client } = await serve(JSON.stringify(answer))
  const long = [...messages, { role: 'assistant', content: 'a' }, ...messages]
  for (const summary of [undefined, null, 'all of it']) {
    const call = fitMessages(client, { messages: long, max_tokens: 0 }, { summarize: () => summary as never })
    await expect(call).rejects.toThrow(/fitMessages: summarize must return a chat message|have 290 tokens/)
  }
})

test('a conversation of twenty thousand messages takes about as long as it takes to send it', async () => {
  const { client, server } = await serve('{"parameters":{"max_seq_len":4096},"length":1}')
  const long = Array.from({ length: 20_000 }, (_, index) => ({ role: index % 2 ? 'assistant' : 'user', content: 'a' }))
  const begin = performance.now()
  expect((await fitMessages(client, { messages: long, max_tokens: 10 })).messages).toHaveLength(20_000)
  expect(performance.now() - begin).toBeLessThan(2000)
  expect(server.requests).toHaveLength(2)
})

test.each(['[]', '[null]', '[1,2,3]', 'null', 'true', '5'])('a response of %s is not a count', async (text) => {
  const { client } = await serve(text)
  await expect(countTokens(client, { text: 'a' })).rejects.toMatchObject({ code: 'invalid_response' })
})
