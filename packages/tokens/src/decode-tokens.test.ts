import { createTabbyClient } from '@tabby/core'
import { createEmulator, createDemoWorld } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { decodeTokens } from './decode-tokens.js'
import { encodeTokens } from './encode-tokens.js'
import type { DecodeTokensParams } from './decode-tokens.js'

const server = await listen(createEmulator())
const empty = await listen(createEmulator({ world: { ...createDemoWorld(), loaded: {} } }))
afterAll(() => Promise.all([server.close(), empty.close()]))
const client = createTabbyClient({ baseUrl: server.url, retry: false })

describe('on the emulator', () => {
  test.each(['Once upon a time', 'naïve 漢字 🦙 \u2028 end'])('%s survives the way there and back', async (text) => {
    const { tokens } = await encodeTokens(client, { text })
    expect(await decodeTokens(client, { tokens, decode_special_tokens: false })).toEqual({ text })
  })

  test('special tokens are written out by default', async () => {
    const { tokens } = await encodeTokens(client, { text: 'Hi' })
    expect(await decodeTokens(client, { tokens })).toEqual({ text: '<s>Hi' })
  })

  test('no ids are an empty text', async () => {
    expect(await decodeTokens(client, { tokens: [] })).toEqual({ text: '' })
  })

  test('an id that is no whole number is a validation error', async () => {
    await expect(decodeTokens(client, { tokens: [1.5] })).rejects.toMatchObject({
      code: 'validation_error',
      issues: [{ type: 'int_from_float', loc: ['body', 'tokens', 0] }],
    })
  })

  test('a negative id is a server error', async () => {
    await expect(decodeTokens(client, { tokens: [-1] })).rejects.toMatchObject({ code: 'server_error', status: 500 })
  })

  test('without a loaded model the code is no_model_loaded', async () => {
    const call = decodeTokens(createTabbyClient({ baseUrl: empty.url, retry: false }), { tokens: [1] })
    await expect(call).rejects.toMatchObject({ code: 'no_model_loaded' })
  })
})

test('a flag that is null is left out, and zero and false are sent', async () => {
  const seen = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{"text":""}'] })
  const params = { tokens: [0], add_bos_token: null, decode_special_tokens: false } as unknown as DecodeTokensParams
  await decodeTokens(createTabbyClient({ baseUrl: seen.url }), params)
  await seen.close()
  expect(JSON.parse(seen.requests[0]!.body)).toEqual({ tokens: [0], decode_special_tokens: false })
})

async function askRecorded(name: string) {
  const recorded = await serveRecording(name)
  const call = decodeTokens(createTabbyClient({ baseUrl: recorded.url, retry: false }), { tokens: [1] })
  return call.finally(() => recorded.close())
}

describe('recorded answers', () => {
  test.each([
    ['token_decode', '<s>Lorem ipsum dolor'],
    ['token_decode_empty', ''],
    ['token_decode_strings', '<s></s>'],
  ])('%s is read', async (name, text) => {
    expect(await askRecorded(name)).toEqual({ text })
  })

  test.each([
    ['token_decode_float', 'validation_error', 422],
    ['token_decode_negative', 'server_error', 500],
    ['nomodel_post_v1_token_decode', 'no_model_loaded', 503],
  ])('%s is the error %s', async (name, code, status) => {
    await expect(askRecorded(name)).rejects.toMatchObject({ code, status })
  })
})
