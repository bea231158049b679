import { describe, expect, test } from 'vitest'
import { checkSamplerParams } from './check-sampler-params.js'

// What the server at e632af4 answered to each of these. The emulator is not asked: it took some of them when others
// were recorded.
const effectsOf = (params: object) => checkSamplerParams(params).map(({ field, effect }) => `${field} ${effect}`)

describe('refused with 422', () => {
  test.each([
    { logit_bias: { a: 1 } },
    { logit_bias: { '1.5': 1 } },
    { logit_bias: { '1e2': 1 } },
    { logit_bias: { '': 1 } },
    { logit_bias: { '1': 'x' } },
    { logit_bias: { '1': null } },
    { logit_bias: { '1': NaN } },
    { logit_bias: { '1': [1] } },
    { logit_bias: { '1': 2, '2': {} } },
    { logit_bias: [] },
    { logit_bias: 'a' },
    { logit_bias: 5 },
    { logit_bias: true },
    { regex_pattern: 5 },
    { regex_pattern: ['a'] },
    { grammar_string: 5 },
    { grammar_string: true },
    { response_format: 'json' },
    { response_format: 5 },
    { response_format: [] },
    { response_format: { type: 5 } },
    { response_format: { type: null } },
    { mirostat: 'x' },
    { dry_sequence_breakers: '[1]' },
    { dry_sequence_breakers: '1' },
    { dry_sequence_breakers: [1] },
    { allowed_tokens: ['a'] },
  ])('%o', (params) => {
    expect(effectsOf(params)).toEqual([`${Object.keys(params)[0]} refused`])
  })
})

describe('failing later', () => {
  test.each([
    { dry_sequence_breakers: 'NaN' },
    { json_schema: 5 },
    { json_schema: true },
    { json_schema: ['schema', 'name'] },
    { response_format: { type: 'json_schema', json_schema: true } },
    { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: 5 } } },
    { response_format: null },
    { xtc_threshold: null, xtc_probability: 0.5 },
    { xtc_threshold: Infinity, xtc_probability: 0.5 },
    { adaptive_decay: null, adaptive_target: 0.5 },
  ])('%o', (params) => {
    expect(effectsOf(params)).toContain(`${Object.keys(params)[0]} fails`)
  })

  test('with the minimum or the maximum alone, whose other end is 1, by the name that was sent', () => {
    expect(effectsOf({ max_temp: 0.5 })).toEqual(['max_temp ignored', 'max_temp fails'])
    expect(effectsOf({ dynatemp_low: 2 })).toEqual(['dynatemp_low ignored', 'dynatemp_low fails'])
    expect(effectsOf({ dynatemp_high: '0.5' })).toEqual(['dynatemp_high ignored', 'dynatemp_high fails'])
    expect(effectsOf({ min_length: 9, max_completion_tokens: 3 })).toEqual(['min_length fails'])
    expect(effectsOf({ overrides: { dynatemp_low: { override: 2 } } })).toContain('overrides.dynatemp_low fails')
  })

  test('and not with a maximum of 0, or both ends in order', () => {
    expect(effectsOf({ max_temp: 0 })).toEqual(['max_temp ignored'])
    expect(effectsOf({ min_temp: 0, max_temp: 0.5 })).toEqual(['min_temp ignored', 'max_temp ignored'])
    expect(effectsOf({ max_temp: 1 })).toEqual(['max_temp ignored'])
    expect(effectsOf({ xtc_threshold: null })).toEqual([])
    expect(effectsOf({ xtc_threshold: null, xtc_probability: 0 })).toEqual([])
    expect(effectsOf({ adaptive_decay: null })).toEqual([])
  })
})

describe('ignored', () => {
  test.each([
    { dry_multiplier: 0.8 },
    { dry_penalty_last_n: 9 },
    { dry_sequence_breakers: ['a'] },
    { dry_sequence_breakers: '["a"]' },
    { dry_sequence_breakers: '"a", "b"' },
    { dry_sequence_breakers: 'a' },
    { ban_eos_token: true },
    { ban_eos_token: 'yes' },
    { ignore_eos: true },
    { allowed_tokens: [5] },
    { allowed_token_ids: '5,6' },
    { mirostat: 2 },
    { cfg_scale: 2 },
    { guidance_scale: 2 },
    { negative_prompt: 'x' },
    { speculative_ngram: true },
    { generate_window: 512 },
    { json_schema: {} },
    { json_schema: false },
    { json_schema: [] },
    { regex_pattern: '' },
    { grammar_string: '' },
    { response_format: { type: 'json_schema' } },
    { response_format: { type: 'xml' } },
  ])('%o', (params) => {
    expect(effectsOf(params)).toEqual([`${Object.keys(params)[0]} ignored`])
  })

  test('in overrides as well', () => {
    const overrides = { dry_multiplier: { override: 1 }, negative_prompt: { override: 'x' } }
    expect(effectsOf({ overrides })).toEqual(['overrides.dry_multiplier ignored', 'overrides.negative_prompt ignored'])
  })
})

test.each([
  { logit_bias: { '1': 10, '2': -5 } },
  { logit_bias: {} },
  { logit_bias: null },
  { json_schema: { type: 'object' } },
  { json_schema: null },
  { regex_pattern: 'a+' },
  { grammar_string: null },
  { response_format: { type: 'json' } },
  { response_format: {} },
  { response_format: { type: 'json_schema', json_schema: { type: 'object' } } },
  { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } } },
])('nothing is said of %o', (params) => {
  expect(effectsOf(params)).toEqual([])
})

test('a bias that is the text of a number is read as one', () => {
  expect(effectsOf({ logit_bias: { '1': '2' } })).toEqual(['logit_bias coerced'])
})

describe('as an override', () => {
  test.each([
    [{ stop: { override: 'x' } }, 'stop'],
    [{ stop_sequence: { override: 'x', force: true } }, 'stop_sequence'],
    [{ banned_tokens: { override: '1,2', force: true } }, 'banned_tokens'],
  ])('%o breaks every generation', (overrides, name) => {
    expect(effectsOf({ overrides })).toEqual([`overrides.${name} fails`])
  })

  test('a list does not, nor a text that is not forced', () => {
    expect(effectsOf({ overrides: { stop: { override: ['x'] } } })).toEqual([])
    expect(effectsOf({ overrides: { banned_tokens: { override: '1,2' } } })).toEqual([])
  })
})

test('names that every object has are names like others', () => {
  const params = JSON.parse('{"__proto__":{"stop":5},"constructor":1,"toString":2,"hasOwnProperty":3}')
  expect(checkSamplerParams(params)).toEqual([])
  const overrides = JSON.parse('{"__proto__":{"override":{"temperature":99}},"constructor":{"override":1}}')
  expect(checkSamplerParams({ overrides })).toEqual([])
  const broken = JSON.parse('{"__proto__":5}')
  expect(effectsOf({ overrides: broken })).toEqual(['overrides.__proto__ fails'])
})

test.each([undefined, null, 5, 'temperature'])('%s is refused, in words', (params) => {
  expect(() => checkSamplerParams(params as never)).toThrow(
    expect.objectContaining({ name: 'TabbyRequestError', code: 'request_refused' }),
  )
})
