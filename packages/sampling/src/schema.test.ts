import { parse, safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { samplerOverrideListSchema } from './list-sampler-overrides.js'
import { switchSamplerOverrideParamsSchema } from './schema.js'

test.each([
  { preset: 'safe_defaults' },
  { preset: 'safe_defaults', overrides: undefined, later: 1 },
  { overrides: { temperature: { override: 0 }, stop: { override: ['a'], additive: true, force: false } } },
  { overrides: { temperature: { override: null, later: 1 }, made_up: { override: {} } }, later: 1 },
])('%j may be sent, and every field of it survives', (params) => {
  expect(parse(switchSamplerOverrideParamsSchema, params)).toEqual(params)
})

test.each([
  {},
  { preset: '' },
  { preset: 3 },
  { overrides: {} },
  { overrides: [{ override: 1 }] },
  { overrides: { temperature: 1.5 } },
  { overrides: { stop: ['a'] } },
  { overrides: { temperature: { force: true } } },
  { overrides: { temperature: { override: 1, force: 'yes' } } },
  { preset: 'safe_defaults', overrides: { top_k: { override: 3 } } },
])('%j may not', (params) => {
  expect(safeParse(switchSamplerOverrideParamsSchema, params).success).toBe(false)
})

test('a list takes fields that it does not know, and nulls where the server may send them', () => {
  const list = {
    selected_preset: null,
    overrides: { later: { override: null, force: null, additive: null, more: 1 } },
    presets: null,
    more: 1,
  }
  expect(parse(samplerOverrideListSchema, list)).toEqual(list)
  expect(safeParse(samplerOverrideListSchema, { overrides: {} }).success).toBe(true)
})
