import { createTabbyClient, requestJson } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { expect, onTestFinished, test } from 'vitest'
import { checkSamplerParams } from './check-sampler-params.js'
import { createSamplerOverrides } from './create-sampler-overrides.js'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import { samplerPresets } from './sampler-presets.js'
import { switchSamplerOverride } from './switch-sampler-override.js'

async function connect() {
  const server = await listen(createEmulator())
  onTestFinished(() => server.close())
  return createTabbyClient({ baseUrl: server.url, retry: false })
}

test('values get the shape that the server wants, and those that say nothing are left out', () => {
  const values = { temperature: 0, ban_eos_token: false, stop: ['a'], top_k: undefined, max_tokens: null, later: 'b' }
  expect(createSamplerOverrides(values)).toEqual({
    temperature: { override: 0 },
    ban_eos_token: { override: false },
    stop: { override: ['a'] },
    later: { override: 'b' },
  })
})

test('force and additive hold for all of them', () => {
  expect(createSamplerOverrides({ top_k: 3, stop: 'a' }, { force: true, additive: true })).toEqual({
    top_k: { override: 3, force: true, additive: true },
    stop: { override: 'a', force: true, additive: true },
  })
})

test('the server takes them, and a forced one counts more than the request', async () => {
  const client = await connect()
  const overrides = {
    ...createSamplerOverrides(samplerPresets.balanced),
    ...createSamplerOverrides({ max_tokens: 3 }, { force: true }),
  }
  await switchSamplerOverride(client, { overrides })
  expect((await listSamplerOverrides(client)).overrides).toMatchObject(overrides)
  const body = { prompt: 'Hi [[len:50]]', max_tokens: 40, stream_options: { include_usage: true } }
  expect(await requestJson(client, { path: '/v1/completions', body })).toMatchObject({
    usage: { completion_tokens: 3 },
  })
})

test.each(Object.entries(samplerPresets))(
  'the preset %s has no issue and is taken as overrides',
  async (_name, preset) => {
    expect(checkSamplerParams(preset)).toEqual([])
    const client = await connect()
    await switchSamplerOverride(client, { overrides: createSamplerOverrides(preset) })
    const answer = await requestJson(client, { path: '/v1/completions', body: { prompt: 'Hi', max_tokens: 2 } })
    expect(answer).toMatchObject({ choices: [{}] })
  },
)

test('without a value there is nothing to switch to, and the switch says so', async () => {
  const call = switchSamplerOverride(await connect(), { overrides: createSamplerOverrides({ top_k: undefined }) })
  await expect(call).rejects.toMatchObject({ code: 'request_refused' })
})
