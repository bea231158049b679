import { createTabbyClient, extendTabbyClient, requestJson } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers, serveRecording } from '@tabby/emulator/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import { type SwitchSamplerOverrideParams, switchSamplerOverride } from './switch-sampler-override.js'
import { unloadSamplerOverride } from './unload-sampler-override.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
const admin = createTabbyClient({ baseUrl: server.url, apiKey, adminKey, retry: false })
beforeEach(() => unloadSamplerOverride(admin))
afterAll(() => server.close())

describe('on the emulator', () => {
  test('a preset comes into force', async () => {
    expect(await switchSamplerOverride(admin, { preset: 'safe_defaults' })).toBeUndefined()
    const { selected_preset, overrides } = await listSamplerOverrides(admin)
    expect(selected_preset).toBe('safe_defaults')
    expect(overrides).toMatchObject({ temperature: { override: 0.8 }, top_p: { override: 0.95 } })
  })

  test('overrides replace all that were in force, and an undefined one is left out', async () => {
    await switchSamplerOverride(admin, { preset: 'safe_defaults' })
    const overrides = {
      top_k: { override: 0, force: false },
      min_p: undefined,
      made_up: { override: [], additive: true },
    }
    await switchSamplerOverride(admin, { overrides })
    expect((await listSamplerOverrides(admin)).overrides).toEqual({
      top_k: { override: 0, force: false },
      made_up: { override: [], additive: true },
    })
  })

  test('a forced override counts more than what a request says', async () => {
    await switchSamplerOverride(admin, { overrides: { max_tokens: { override: 3, force: true } } })
    const answer = await requestJson<{ choices: { finish_reason: string }[]; usage: { completion_tokens: number } }>(
      admin,
      {
        path: '/v1/chat/completions',
        body: {
          messages: [{ role: 'user', content: 'x [[len:9]]' }],
          max_tokens: 9,
          stream_options: { include_usage: true },
        },
        operation: 'generate',
      },
    )
    expect(answer.choices[0]!.finish_reason).toBe('length')
    expect(answer.usage.completion_tokens).toBe(3)
  })

  test('an unknown preset is refused in the words of the server', async () => {
    await expect(switchSamplerOverride(admin, { preset: 'nope' })).rejects.toMatchObject({
      code: 'invalid_request',
      status: 400,
      detail: 'Sampler override preset with name nope does not exist. Check the spelling?',
    })
  })

  test('an api key is not enough, and the error says that there is no admin key', async () => {
    const client = extendTabbyClient(admin, { adminKey: undefined })
    await expect(switchSamplerOverride(client, { preset: 'safe_defaults' })).rejects.toMatchObject({
      code: 'authentication_error',
      message: expect.stringMatching(/Please provide an admin key.*the client has no adminKey/s),
    })
  })
})

describe('what is refused before it is sent', () => {
  const cases: [string, object, RegExp][] = [
    ['a bare value (gotcha 42)', { overrides: { temperature: 1.5 } }, /temperature.*breaks every generation/],
    ['a bare list', { overrides: { stop: ['a'] } }, /stop/],
    ['null', { overrides: { temperature: null } }, /temperature/],
    ['an object without a value', { overrides: { temperature: { force: true } } }, /temperature/],
    ['a broken one beside a good one', { overrides: { top_k: { override: 1 }, top_p: 'b' } }, /top_p/],
    [
      'a preset and overrides (gotcha 44)',
      { preset: 'safe_defaults', overrides: { top_k: { override: 3 } } },
      /exclude/,
    ],
    ['empty overrides (gotcha 43)', { overrides: {} }, /unloadSamplerOverride/],
    ['overrides that are all undefined', { overrides: { top_k: undefined } }, /unloadSamplerOverride/],
    ['overrides that are a list', { overrides: [{ override: 1 }] }, /preset or overrides/],
    ['an empty name', { preset: '' }, /preset or overrides/],
    ['nothing', {}, /preset or overrides/],
  ]

  test.each(cases)('%s', async (_title, params, message) => {
    const seen = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['null'] })
    const client = createTabbyClient({ baseUrl: seen.url, adminKey })
    const error = await switchSamplerOverride(client, params as SwitchSamplerOverrideParams).catch(
      (thrown: Error) => thrown,
    )
    await seen.close()
    expect(error).toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
    expect((error as Error).message).toMatch(message)
    expect(seen.requests).toEqual([])
  })

  test('is what would have broken every generation', async () => {
    const body = { overrides: { temperature: 1.5 } }
    await requestJson(admin, { path: '/v1/sampling/override/switch', access: 'admin', body })
    const chat = { path: '/v1/chat/completions', body: { messages: [{ role: 'user', content: 'Hi' }] } }
    await expect(requestJson(admin, chat)).rejects.toMatchObject({ code: 'server_error', status: 500 })
    expect((await listSamplerOverrides(admin)).overrides).toEqual(body.overrides)
  })
})

async function ask(name: string, params: SwitchSamplerOverrideParams) {
  const served = await serveRecording(name)
  await switchSamplerOverride(createTabbyClient({ baseUrl: served.url, adminKey }), params).finally(() =>
    served.close(),
  )
  return served.requests
}

describe('recorded answers', () => {
  test('the answer null is nothing, and only the admin key is sent', async () => {
    const params = { overrides: { top_p: { override: 0.5, force: false }, temperature: { override: null } } }
    const requests = await ask('override_switch_dict_ok', params)
    expect(requests.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', '/v1/sampling/override/switch', params],
    ])
    expect(requests[0]!.headers).toMatchObject({ 'x-admin-key': adminKey })
    expect(requests[0]!.headers).not.toHaveProperty('x-api-key')
  })

  test('a forced value that is out of range is accepted, as the server accepts it', async () => {
    const overrides = { temperature: { override: 99, force: true } }
    expect(await ask('override_switch_bad_forced_value', { overrides })).toHaveLength(1)
  })

  test.each([
    ['override_switch_unknown_preset', 'invalid_request'],
    ['override_switch_empty_dict', 'invalid_request'],
    ['http_missing_field__override_switch', 'invalid_request'],
    ['http_no_body__override_switch', 'validation_error'],
  ])('%s is the error %s', async (name, code) => {
    await expect(ask(name, { preset: 'nope' })).rejects.toMatchObject({ code })
  })

  test('a change is never sent twice', async () => {
    const flaky = await serveAnswers({ status: 502 })
    const client = createTabbyClient({ baseUrl: flaky.url, adminKey, retry: { delay: () => 1 } })
    await expect(switchSamplerOverride(client, { preset: 'a' })).rejects.toMatchObject({ code: 'server_error' })
    await flaky.close()
    expect(flaky.requests).toHaveLength(1)
  })
})
