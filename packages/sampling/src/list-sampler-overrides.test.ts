import { createTabbyClient, extendTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { listSamplerOverrides } from './list-sampler-overrides.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const server = await listen(createEmulator({ keys: { api: [apiKey], admin: [adminKey] } }))
afterAll(() => server.close())
const client = createTabbyClient({ baseUrl: server.url, apiKey, retry: false })

describe('on the emulator', () => {
  test('an api key is shown what is in force and no presets', async () => {
    expect(await listSamplerOverrides(client)).toEqual({ selected_preset: null, overrides: {}, presets: [] })
  })

  test('an admin key is shown the presets', async () => {
    const { presets } = await listSamplerOverrides(extendTabbyClient(client, { adminKey }))
    expect(presets).toEqual(['safe_defaults', 'always_short'])
  })

  test('a missing key is an authentication error', async () => {
    const call = listSamplerOverrides(extendTabbyClient(client, { apiKey: undefined }))
    await expect(call).rejects.toMatchObject({ code: 'authentication_error' })
  })

  test('an aborted signal rejects with its reason', async () => {
    const reason = new Error('enough')
    await expect(listSamplerOverrides(client, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

async function ask(answer: Answer) {
  const served = await serveAnswers(answer)
  return listSamplerOverrides(createTabbyClient({ baseUrl: served.url })).finally(() => served.close())
}

describe('answers', () => {
  test.each([
    'override_list_initial_api',
    'override_list_after_dict',
    'override_list_after_both',
    'override_list_after_unload',
    'noauth_get_v1_sampling_overrides',
    'nomodel_get_v1_sampling_overrides__admin',
    'nomodel_get_v1_sampling_overrides__api',
  ])('%s is read whole', async (name) => {
    const { response } = getRecording(name)
    expect(await ask({ ...response, body: [response.body] })).toEqual(JSON.parse(response.body))
  })

  test('a null override is an entry without a value', async () => {
    const { response } = getRecording('override_list_after_dict')
    const { overrides } = await ask({ ...response, body: [response.body] })
    expect(overrides['temperature']).toEqual({})
    expect(overrides['top_p']).toEqual({ override: 0.5, force: false })
  })

  test('overrides in the wrong shape are shown, because they are what breaks every generation', async () => {
    const overrides = { temperature: 1.5, stop: ['a'], regex_pattern: 'b', token_healing: true }
    const body = JSON.stringify({ selected_preset: null, overrides, presets: null, later: 1 })
    expect(await ask({ headers: { 'content-type': 'application/json' }, body: [body] })).toEqual({
      selected_preset: null,
      overrides,
      presets: null,
      later: 1,
    })
  })

  test('another shape is an error that names the place', async () => {
    const call = ask({ headers: { 'content-type': 'application/json' }, body: ['{"overrides":3,"presets":[1]}'] })
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', paths: ['overrides', 'presets.0'] })
  })
})

test.each(['[]', '[5]', 'null', '"temperature"', '{"temperature":null}'])(
  'overrides of %s are an unknown shape, and not none',
  async (overrides) => {
    const body = [`{"overrides":${overrides}}`]
    const other = await serveAnswers({ headers: { 'content-type': 'application/json' }, body })
    const call = listSamplerOverrides(createTabbyClient({ baseUrl: other.url, retry: false }))
    await expect(call.finally(() => other.close())).rejects.toMatchObject({ code: 'invalid_response' })
  },
)
