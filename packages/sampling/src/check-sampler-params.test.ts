import { createTabbyClient, requestJson, type TabbyApiError } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording } from '@tabby/emulator/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { checkSamplerParams } from './check-sampler-params.js'
import { samplerLimits, samplerNames } from './sampler-limits.js'
import { samplerPresets } from './sampler-presets.js'

const server = await listen(createEmulator())
const client = createTabbyClient({ baseUrl: server.url, retry: false })
afterAll(() => server.close())

/** What the server does with a body, in the words of an issue. */
async function tryOut(body: object): Promise<'refused' | 'fails' | undefined> {
  const status = await requestJson(client, { path: '/v1/completions', body }).then(
    () => 200,
    (error: TabbyApiError) => error.status,
  )
  return status === 422 ? 'refused' : status >= 500 ? 'fails' : undefined
}

const findError = (params: object) => checkSamplerParams(params).find(({ severity }) => severity === 'error')?.effect
const effectsOf = (params: object) => checkSamplerParams(params).map(({ field, effect }) => `${field} ${effect}`)

describe('what it calls an error is what the server does', () => {
  // What these take is written out in check-sampler-values.test.ts, from the server's own answers.
  const writtenOut = ['response_format', 'logit_bias', 'json_schema', 'regex_pattern', 'grammar_string', 'mirostat']
  const fields = [...samplerNames.keys()].filter((field) => !writtenOut.includes(field))
  const values = [
    null,
    -5,
    -1,
    0,
    0.5,
    1,
    1.5,
    20,
    '3',
    '3.0',
    '3e0',
    '0x3',
    '',
    ' 0.5 ',
    'off',
    'many',
    true,
    [],
    {},
    [1],
    ['1'],
    ['a'],
    [1.5],
    [null],
    // What Python reads as a number.
    '1_000',
    '1__0',
    '0_1',
    '+3',
    '.5',
    '5.',
    '5.0',
    '1e400',
    'inf',
    '-Infinity',
    'NaN',
    '0b1',
    '\n1 ',
    [true],
    ['1e2'],
    ['1_0'],
  ]

  test.each(fields)('with every kind of value of %s', async (field) => {
    for (const value of values) {
      // As written out for max_temp: 0 is no maximum.
      if (value === 0 && /max_temp|dynatemp_high/.test(field)) continue
      // An unlimited answer would fill the context.
      const body = { prompt: 'Hi [[len:2]]', [field]: value }
      expect(`${JSON.stringify(value)}: ${findError(body)}`).toBe(`${JSON.stringify(value)}: ${await tryOut(body)}`)
    }
  })

  test.each([
    { min_tokens: 9, max_tokens: 3 },
    { min_tokens: 9, max_tokens: 0 },
    { min_length: 9, max_completion_tokens: 3 },
    { min_tokens: 2, max_tokens: 3 },
    { min_temp: 2 },
    { min_temp: 2, max_temp: 3 },
    { dynatemp_low: 3, max_temp: 2 },
    { max_temp: 0.5 },
    { response_format: null },
    { max_tokens: 5, max_length: -3 },
    { rep_pen: null },
    { temperature: 0.5, stop: undefined, logprobs: 0, ban_eos_token: false },
    ...Object.values(samplerPresets),
  ])('with %o', async (params) => {
    expect(findError(params)).toBe(await tryOut({ prompt: 'Hi [[len:2]]', ...params }))
  })

  test.each([
    ['chat_min_tokens_gt_max_tokens', 'fails'],
    ['completion_min_p_1.5_sampler_assert', 'fails'],
    ['chat_logprobs_null', 'fails'],
    ['chat_basic', undefined],
  ])('in the recording %s: %s', (name, effect) => {
    const { request, response } = getRecording(name)
    expect(findError(JSON.parse(request.body!))).toBe(effect)
    expect(response.status >= 400).toBe(effect !== undefined)
  })
})

describe('what the server passes over', () => {
  test('are the eighteen parameters that the backend does not use', () => {
    const ignored = Object.entries(samplerLimits).filter(([, { isIgnored }]) => isIgnored)
    expect(ignored).toHaveLength(18)
    for (const [field, { kind }] of ignored) {
      const value = kind === 'texts' || kind === 'tokens' ? [] : 1
      expect(effectsOf({ [field]: value })).toContain(`${field} ignored`)
    }
    expect(effectsOf({ typical_p: 0.5 })).toEqual(['typical_p ignored'])
    expect(effectsOf({ mirostat_mode: null, top_a: undefined })).toEqual([])
  })

  test('are names of other servers, with what to write instead', () => {
    expect(checkSamplerParams({ repeat_penalty: 1.1, seed: 1 })).toEqual([
      {
        field: 'repeat_penalty',
        effect: 'ignored',
        severity: 'warning',
        advice: 'Call it repetition_penalty.',
      },
      {
        field: 'seed',
        effect: 'ignored',
        severity: 'warning',
        advice: 'Leave it out: the server has no seed.',
      },
    ])
  })

  test("are answers in JSON by OpenAI's word for it", async () => {
    const params = { response_format: { type: 'json_object' } }
    expect(effectsOf(params)).toEqual(['response_format ignored'])
    const { request, response } = getRecording('chat_response_format_json_object_IGNORED')
    expect(effectsOf(JSON.parse(request.body!))).toEqual(['response_format ignored'])
    expect(response.status).toBe(200)
    expect(effectsOf({ response_format: { type: 'json' } })).toEqual([])
  })

  test('are second names of the same parameter, and top_logprobs alone', () => {
    expect(effectsOf({ max_completion_tokens: 9, max_tokens: 3 })).toEqual(['max_completion_tokens ignored'])
    expect(effectsOf({ top_logprobs: 3 })).toEqual(['top_logprobs ignored'])
    expect(effectsOf({ top_logprobs: 3, logprobs: true })).toEqual([])
  })

  test('are no fields that are not for the sampler', () => {
    expect(effectsOf({ messages: [], model: 'a', stream: true, toString: 1, later: null })).toEqual([])
  })
})

describe('what the server reads as something else', () => {
  test.each([
    { temperature: '0.5' },
    { top_k: true },
    { add_bos_token: 'yes' },
    { token_healing: 1 },
    { max_tokens: 0 },
    { repetition_decay: NaN },
  ])('%o', (params) => {
    expect(checkSamplerParams(params)).toMatchObject([{ effect: 'coerced', severity: 'warning' }])
  })

  test('is null where a number is none, which fails where null fails', () => {
    expect(effectsOf({ temperature: NaN, top_p: Infinity })).toEqual(['temperature fails', 'top_p fails'])
  })
})

describe('overrides', () => {
  test('in the shape that breaks every generation are errors, each by its name', () => {
    const overrides = { temperature: 1.5, top_k: { force: true }, stop: ['a'], min_p: null, top_p: { override: 0.9 } }
    expect(effectsOf({ overrides })).toEqual([
      'overrides.temperature fails',
      'overrides.top_k fails',
      'overrides.stop fails',
      'overrides.min_p fails',
    ])
  })

  test('are looked at like parameters, since the server does not', () => {
    const overrides = {
      temperature: { override: 99, force: true },
      skew: { override: 1 },
      top_k: { override: null },
      top_p: undefined,
    }
    expect(effectsOf({ overrides })).toEqual(['overrides.temperature refused', 'overrides.skew ignored'])
    expect(effectsOf({ preset: 'a' })).toEqual([])
  })
})

test('no advice repeats a value', () => {
  const secret = 's3cr3t'
  const params = { stop: 5, temperature: secret, json_schema: secret, overrides: { temperature: secret } }
  expect(checkSamplerParams(params)).toHaveLength(3)
  expect(JSON.stringify(checkSamplerParams(params))).not.toContain(secret)
})
