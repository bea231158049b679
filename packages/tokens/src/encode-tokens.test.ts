import { createTabbyClient, extendTabbyClient } from '@tabby/core'
import { createEmulator, createDemoWorld } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { encodeTokens } from './encode-tokens.js'
import type { EncodeTokensParams } from './encode-tokens.js'

const apiKey = 'api-key-for-tests'
const keys = { api: [apiKey], admin: ['admin-key-for-tests'] }
const world = createDemoWorld()
const server = await listen(createEmulator({ keys }))
const empty = await listen(createEmulator({ keys, world: { ...world, loaded: {} } }))
const bare = await listen(createEmulator({ keys, world: { ...world, loaded: { model: 'demo-base-3b-exl3' } } }))
afterAll(() => Promise.all([server.close(), empty.close(), bare.close()]))
const client = createTabbyClient({ baseUrl: server.url, apiKey, retry: false })
const messages = [{ role: 'user', content: 'Hi' }]

describe('on the emulator', () => {
  test('a text becomes ids, with the beginning of sequence in front', async () => {
    const { tokens, length } = await encodeTokens(client, { text: 'Once upon a time' })
    expect(tokens.length).toBe(length)
    expect(tokens[0]).toBe(1)
    const without = await encodeTokens(client, { text: 'Once upon a time', add_bos_token: false })
    expect(without.tokens).toEqual(tokens.slice(1))
  })

  test('special tokens are read as such unless that is turned off', async () => {
    const read = await encodeTokens(client, { text: '<think>', add_bos_token: false })
    const plain = await encodeTokens(client, { text: '<think>', add_bos_token: false, encode_special_tokens: false })
    expect(read.length).toBe(1)
    expect(plain.length).toBeGreaterThan(1)
  })

  test('messages go through the template, without the opening of an answer', async () => {
    const conversation = await encodeTokens(client, { text: messages })
    const rendered = await encodeTokens(client, { text: '<|im_start|>user\nHi<|im_end|>\n' })
    expect(conversation.tokens).toEqual(rendered.tokens)
    const asked = await encodeTokens(client, { text: messages, template_vars: { add_generation_prompt: true } })
    expect(asked.tokens).toEqual(rendered.tokens)
  })

  test('messages without a template are a validation error in the words of the server', async () => {
    const call = encodeTokens(extendTabbyClient(client, { baseUrl: bare.url }), { text: messages })
    await expect(call).rejects.toMatchObject({
      code: 'validation_error',
      detail: 'Cannot tokenize chat completion message because a prompt template is not set.',
    })
  })

  test('without a loaded model the code is no_model_loaded', async () => {
    const call = encodeTokens(extendTabbyClient(client, { baseUrl: empty.url }), { text: 'Hi' })
    await expect(call).rejects.toMatchObject({ code: 'no_model_loaded', status: 503 })
  })

  test('a missing key is an authentication error', async () => {
    const call = encodeTokens(extendTabbyClient(client, { apiKey: undefined }), { text: 'Hi' })
    await expect(call).rejects.toMatchObject({ code: 'authentication_error' })
  })

  test('an aborted signal sends nothing and rejects with its reason', async () => {
    const reason = new Error('enough')
    await expect(encodeTokens(client, { text: 'Hi' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('what is sent', () => {
  const answer = { headers: { 'content-type': 'application/json' }, body: ['{"tokens":[1],"length":1}'] }

  test('leaves out undefined and flags that are null, and keeps false, unknown fields and harmless nulls', async () => {
    const seen = await serveAnswers(answer)
    const params = { text: 'a', add_bos_token: false, decode_special_tokens: undefined, template_vars: null, more: 0 }
    await encodeTokens(createTabbyClient({ baseUrl: seen.url }), {
      ...params,
      encode_special_tokens: null,
    } as unknown as EncodeTokensParams)
    await seen.close()
    expect(JSON.parse(seen.requests[0]!.body)).toEqual({
      text: 'a',
      add_bos_token: false,
      template_vars: null,
      more: 0,
    })
    expect(seen.requests[0]).toMatchObject({ method: 'POST', path: '/v1/token/encode' })
  })

  test('is repeated when the server is away for a moment, because the call changes nothing', async () => {
    const flaky = await serveAnswers((_request, index) => (index === 0 ? { status: 502 } : answer))
    const other = createTabbyClient({ baseUrl: flaky.url, retry: { delay: () => 1 } })
    expect(await encodeTokens(other, { text: '' })).toEqual({ tokens: [1], length: 1 })
    await flaky.close()
  })
})

async function askRecorded(name: string) {
  const recorded = await serveRecording(name)
  const call = encodeTokens(createTabbyClient({ baseUrl: recorded.url, retry: false }), { text: 'a' })
  return call.finally(() => recorded.close())
}

describe('recorded answers', () => {
  test.each([
    ['token_encode_text', [1, 52897, 74242, 23277, 4]],
    ['token_encode_messages', [1, 8, 27105, 53723, 57558, 9, 53723, 8, 89865, 53723, 117265, 9, 53723]],
    ['token_encode_template_vars_null', [1, 8, 27105, 53723, 134923, 9, 53723]],
    ['token_encode_empty', [1]],
    ['token_encode_empty_list', [1]],
  ])('%s is read whole', async (name, tokens) => {
    expect(await askRecorded(name)).toEqual({ tokens, length: tokens.length })
  })

  test.each([
    ['token_encode_number', 'validation_error', 422],
    ['token_encode_messages_without_template', 'validation_error', 422],
    ['nomodel_token_encode_missing_field', 'no_model_loaded', 503],
    ['http_missing_field__token_encode', 'validation_error', 422],
  ])('%s is the error %s', async (name, code, status) => {
    await expect(askRecorded(name)).rejects.toMatchObject({ code, status })
  })
})
