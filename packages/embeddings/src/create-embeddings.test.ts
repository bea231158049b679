import { createTabbyClient, extendTabbyClient } from '@tabby/core'
import { createEmulator, createDemoWorld } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { createEmbeddings } from './create-embeddings.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const keys = { api: [apiKey], admin: [adminKey] }
const server = await listen(createEmulator({ keys }))
const empty = await listen(createEmulator({ keys, world: { ...createDemoWorld(), loaded: {} } }))
afterAll(() => Promise.all([server.close(), empty.close()]))
const client = createTabbyClient({ baseUrl: server.url, apiKey, retry: false })

/** Serves one recorded answer of the real server, asks it, and closes it. */
async function askRecorded(name: string, params: Parameters<typeof createEmbeddings>[1]) {
  const { response } = getRecording(name)
  const recorded = await serveAnswers({ ...response, body: [response.body] })
  try {
    return await createEmbeddings(createTabbyClient({ baseUrl: recorded.url, retry: false }), params)
  } finally {
    await recorded.close()
  }
}

describe('on the emulator', () => {
  test('a text becomes a Float32Array', async () => {
    const { data, model, usage } = await createEmbeddings(client, { input: 'a cat' })
    expect(data).toHaveLength(1)
    expect(data[0]!.embedding).toBeInstanceOf(Float32Array)
    expect(data[0]!.embedding).toHaveLength(64)
    expect(model).toBe('demo-embedding-small')
    expect(usage?.prompt_tokens).toBe(2)
  })

  test('each text of a list gets a vector, in order', async () => {
    const { data } = await createEmbeddings(client, { input: ['a cat', 'a dog'] })
    const alone = await createEmbeddings(client, { input: 'a dog' })
    expect(data.map(({ index }) => index)).toEqual([0, 1])
    expect(data[1]!.embedding).toEqual(alone.data[0]!.embedding)
    expect(data[0]!.embedding).not.toEqual(data[1]!.embedding)
  })

  test('base64 and float give the same 32-bit numbers', async () => {
    const base64 = await createEmbeddings(client, { input: 'a cat', encoding_format: 'base64' })
    const float = await createEmbeddings(client, { input: 'a cat', encoding_format: 'float' })
    expect(Array.isArray(float.data[0]!.embedding)).toBe(true)
    expect(Float32Array.from(float.data[0]!.embedding)).toEqual(base64.data[0]!.embedding)
  })

  test('no texts give no vectors', async () => {
    expect((await createEmbeddings(client, { input: [] })).data).toEqual([])
  })

  test('another model name is ignored, and the answer names the model that is loaded', async () => {
    const { model } = await createEmbeddings(client, { input: 'a', model: 'text-embedding-3-small', dimensions: 2 })
    expect(model).toBe('demo-embedding-small')
  })

  test('token ids are a validation error that names the field and not the input', async () => {
    const input = [417, 418] as unknown as string[]
    const error = await createEmbeddings(client, { input }).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'validation_error', status: 422, issues: [{ type: 'string_type' }, {}, {}] })
    expect(JSON.stringify(error)).not.toContain('417')
  })

  test('without a loaded embedding model the code is no_model_loaded', async () => {
    const nothing = extendTabbyClient(client, { baseUrl: empty.url })
    await expect(createEmbeddings(nothing, { input: 'a' })).rejects.toMatchObject({ code: 'no_model_loaded' })
  })

  test('a failing engine is a server error', async () => {
    await expect(createEmbeddings(client, { input: '[[fail]]' })).rejects.toMatchObject({
      code: 'server_error',
      status: 500,
      detail: 'Internal Server Error',
    })
  })

  test('a wrong key is an authentication error', async () => {
    const stranger = extendTabbyClient(client, { apiKey: 'wrong' })
    await expect(createEmbeddings(stranger, { input: 'a' })).rejects.toMatchObject({ code: 'authentication_error' })
  })

  test('an abort ends the call at once with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    setTimeout(() => controller.abort(reason), 20)
    const begin = performance.now()
    const call = createEmbeddings(client, { input: 'x [[delay:1]]' }, { signal: controller.signal })
    await expect(call).rejects.toBe(reason)
    expect(performance.now() - begin).toBeLessThan(500)
  })
})

describe('what is sent', () => {
  const answer = {
    headers: { 'content-type': 'application/json' },
    body: [getRecording('embeddings_list').response.body],
  }

  test('is base64 by default, whatever is undefined or null, and the fields of extra are sent', async () => {
    const seen = await serveAnswers(answer)
    const other = createTabbyClient({ baseUrl: seen.url, apiKey, adminKey })
    const input = ['a', 'b']
    await createEmbeddings(other, { input, encoding_format: undefined, model: null, extra: { zero: 0, no: false } })
    await createEmbeddings(other, { input, encoding_format: null as unknown as 'float' })
    await seen.close()
    expect(JSON.parse(seen.requests[0]!.body)).toEqual({
      input: ['a', 'b'],
      encoding_format: 'base64',
      model: null,
      zero: 0,
      no: false,
    })
    expect(JSON.parse(seen.requests[1]!.body)).toEqual({ input: ['a', 'b'], encoding_format: 'base64' })
    expect(seen.requests[0]!.headers).toMatchObject({ 'x-api-key': apiKey })
    expect(seen.requests[0]!.headers).not.toHaveProperty('x-admin-key')
  })

  test('is repeated when the server is away for a moment, because the call changes nothing', async () => {
    const flaky = await serveAnswers((_request, index) => (index === 0 ? { status: 502 } : answer))
    const other = createTabbyClient({ baseUrl: flaky.url, retry: { delay: () => 1 } })
    expect((await createEmbeddings(other, { input: ['a', 'b'] })).data).toHaveLength(2)
    await flaky.close()
    expect(flaky.requests).toHaveLength(2)
  })
})

describe('a vector in base64', () => {
  async function askBase64(base64: string, params: Parameters<typeof createEmbeddings>[1]) {
    const answer = {
      object: 'list',
      data: ['AACAPwAAAMA=', base64].map((embedding, index) => ({ object: 'embedding', embedding, index })),
      model: 'x',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    }
    const headers = { 'content-type': 'application/json' }
    const served = await serveAnswers({ headers, body: [JSON.stringify(answer)] })
    return createEmbeddings(createTabbyClient({ baseUrl: served.url }), params).finally(() => served.close())
  }

  test('becomes numbers, where numbers were asked for', async () => {
    const { data } = await askBase64('AAAAwAAAgD8=', { input: ['a', 'b'], encoding_format: 'float' })
    expect(data.map(({ embedding }) => embedding)).toEqual([
      [1, -2],
      [-2, 1],
    ])
  })

  test('that is broken is an unknown shape at its place', async () => {
    // The last one was cut off after a whole number.
    for (const broken of ['AACAPwA=', '*', 'AACAPw==', '']) {
      await expect(askBase64(broken, { input: ['a', 'b'] })).rejects.toMatchObject({
        name: 'TabbyResponseError',
        code: 'invalid_response',
        paths: ['data.1.embedding'],
      })
    }
  })
})

describe('recorded answers', () => {
  const first = [
    -0.7904000282287598, -0.9684000015258789, -0.3959999978542328, 0.4832000136375427, -0.5734000205993652,
    0.2962999939918518, 0.9363999962806702, 0.8508999943733215,
  ]

  test('numbers become a Float32Array, where the server does not know base64', async () => {
    const { data, model, usage } = await askRecorded('embeddings_list', { input: ['a', 'b'] })
    expect(data.map(({ embedding }) => embedding)).toEqual([Float32Array.from(first), expect.any(Float32Array)])
    expect(model).toBe('stub-embed-small')
    expect(usage).toEqual({ prompt_tokens: 2, total_tokens: 2, completion_tokens: 0 })
  })

  test('numbers stay numbers when they were asked for', async () => {
    const { data } = await askRecorded('embeddings_dimensions_ignored', { input: 'a', encoding_format: 'float' })
    expect(data[0]!.embedding).toEqual(first)
  })

  test('an empty list is no error', async () => {
    expect(await askRecorded('embeddings_empty_list', { input: [] })).toMatchObject({ object: 'list', data: [] })
  })

  test.each([
    ['embeddings_after_unload', 'no_model_loaded', 503],
    ['embeddings_engine_error', 'server_error', 500],
    ['embeddings_tokens', 'validation_error', 422],
    ['http_missing_field__embeddings', 'validation_error', 422],
  ])('%s is the error %s', async (name, code, status) => {
    await expect(askRecorded(name, { input: 'a' })).rejects.toMatchObject({ code, status })
  })
})
