import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { CompletionParams } from './completion-params.js'
import { createCompletion } from './create-completion.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const emulator = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
const answer = { choices: [{ index: 0, finish_reason: 'stop', text: 'there was' }] }
const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] })
afterAll(() => Promise.all([emulator.close(), server.close()]))

const client = createTabbyClient({ baseUrl: emulator.url, apiKey })
const once: CompletionParams = { prompt: 'Once upon [[len:6]]' }

/** What goes over the wire for these params. */
async function send(params: CompletionParams, by: TabbyClient = createTabbyClient({ baseUrl: server.url })) {
  await createCompletion(by, params)
  const request = server.requests.at(-1)!
  return { ...request, body: JSON.parse(request.body) as Record<string, unknown> }
}

describe('against the emulator', () => {
  test('a text is continued, with usage, although nobody asked for usage', async () => {
    const { choices, usage, model } = await createCompletion(client, once)
    expect(choices).toHaveLength(1)
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: 'stop_token' })
    expect(choices[0]!.text).toMatch(/\w/)
    expect(usage).toMatchObject({ completion_tokens: 6 })
    expect(model).toBe('demo-8b-exl3')
  })

  test('usage can be switched off in both ways', async () => {
    expect((await createCompletion(client, { ...once, stream_options: {} })).usage).toBeNull()
    expect((await createCompletion(client, { ...once, stream_options: { include_usage: false } })).usage).toBeNull()
  })

  test('each of several prompts has its texts', async () => {
    const { choices } = await createCompletion(client, { prompt: ['One [[len:1]]', 'Two [[len:2]]'], n: 2 })
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  })

  test('a length that is reached is the reason of the end', async () => {
    const { choices } = await createCompletion(client, { ...once, max_tokens: 2 })
    expect(choices[0]).toMatchObject({ finish_reason: 'length', eos_reason: 'max_new_tokens' })
  })

  test('a prompt that is too long has a code of its own', async () => {
    const prompt = 'word '.repeat(50_000)
    await expect(createCompletion(client, { prompt })).rejects.toMatchObject({ code: 'context_length_exceeded' })
  })

  test('a wrong key is refused in the words of the server', async () => {
    const stranger = createTabbyClient({ baseUrl: emulator.url, apiKey: 'wrong-key' })
    await expect(createCompletion(stranger, once)).rejects.toMatchObject({
      code: 'authentication_error',
      message: 'POST /v1/completions failed with 401: Invalid API key',
    })
  })

  test('a field that is out of range is named', async () => {
    await expect(createCompletion(client, { ...once, top_p: 2 })).rejects.toMatchObject({
      code: 'validation_error',
      issues: [{ loc: ['body', 'top_p'] }],
    })
  })
})

describe('over the wire', () => {
  test('the api key goes along and the admin key does not', async () => {
    const { headers, method, path } = await send(once, createTabbyClient({ baseUrl: server.url, apiKey, adminKey }))
    expect({ method, path }).toEqual({ method: 'POST', path: '/v1/completions' })
    expect(headers['x-api-key']).toBe(apiKey)
    expect(JSON.stringify(headers)).not.toContain(adminKey)
  })

  test('zero and false are sent, undefined and null are not', async () => {
    const given = { temperature: 0, ban_eos_token: false, max_tokens: 0, seed: undefined, stop: null, min_tokens: null }
    const { body } = await send(Object.assign({}, once, given))
    expect(body).toEqual({
      prompt: once.prompt,
      temperature: 0,
      ban_eos_token: false,
      max_tokens: 0,
      stream: false,
      stream_options: { include_usage: true },
    })
  })

  test('the fields of extra are sent, json_object becomes json, and stream: true is not believed', async () => {
    // A program in JavaScript, or a body that came over the network, may hold it.
    const given = { ...once, response_format: { type: 'json_object' as const }, stream: true }
    const { body } = await send({ ...given, extra: { future: [1] } })
    expect(body).toMatchObject({ future: [1], response_format: { type: 'json' }, stream: false })
  })
})

test('an abort ends the call with its own reason, and the server sees the connection close', async () => {
  const silent = await serveAnswers({ body: [], end: 'open' })
  const controller = new AbortController()
  const call = createCompletion(createTabbyClient({ baseUrl: silent.url }), once, { signal: controller.signal })
  await expect.poll(() => silent.requests.length).toBe(1)
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
  expect((await silent.requests[0]!.over).clientLeft).toBe(true)
  await silent.close()
})

test.each([
  [429, {}, 2],
  [503, { 'retry-after': '0' }, 2],
  [503, {}, 1],
  [500, {}, 1],
])('after a %i with the headers %j it is sent %i times, because work may have begun', async (...row) => {
  const [status, headers, times] = row
  const busy = await serveAnswers((_, index) =>
    index === 0
      ? { status, headers: { 'content-type': 'application/json', ...headers }, body: ['{"detail":"busy"}'] }
      : { headers: { 'content-type': 'application/json' }, body: [JSON.stringify(answer)] },
  )
  const by = createTabbyClient({ baseUrl: busy.url, retry: { delay: () => 1 } })
  const outcome = await createCompletion(by, once).then(
    () => 2,
    () => 1,
  )
  expect([outcome, busy.requests.length]).toEqual([times, times])
  await busy.close()
})
