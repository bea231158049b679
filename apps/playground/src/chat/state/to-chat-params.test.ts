import { checkSamplerParams, samplerPresets } from '@tabby/sampling'
import { expect, test } from 'vitest'
import { samplerFields } from '../settings/sampler-fields.js'
import { samplerGroups } from '../settings/further-samplers.js'
import { readAnswerSchema } from '../settings/read-answer-schema.js'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import { samplerNames } from '../settings/sampler-names.js'
import { writeSamplerTexts } from '../settings/write-sampler-texts.js'
import type { ChatSettings } from './chat-settings.js'
import { toChatParams } from './to-chat-params.js'

const settings: ChatSettings = {
  samplers: {},
  thinking: 'default',
  showsChances: false,
  tools: [],
  asksBeforeCalls: true,
  usesSchema: false,
  schema: '{"type":"object"}',
  leavesOut: true,
  prefix: '',
  extra: '',
}

test('nothing is sent that nobody asked for', () => {
  expect(toChatParams({ ...settings, samplers: { temperature: ' ', stop: '' } }, [])).toEqual({ messages: [] })
})

test('what was typed is sent as numbers, lists and switches', () => {
  const samplers = { temperature: '0.7', top_k: '40', temperature_last: 'true', stop: 'END\nSTOP' }
  const full: ChatSettings = { ...settings, samplers, thinking: 'off', showsChances: true }
  expect(toChatParams(full, [])).toEqual({
    messages: [],
    temperature: 0.7,
    top_k: 40,
    temperature_last: true,
    stop: ['END', 'STOP'],
    enable_thinking: false,
    logprobs: true,
    top_logprobs: 5,
  })
})

test('a prefix begins a new reply, and a continued one is the last message, left open', () => {
  const prefixed = { ...settings, prefix: 'Sure' }
  expect(toChatParams(prefixed, [])).toEqual({ messages: [], response_prefix: 'Sure' })
  expect(toChatParams(prefixed, [], { isContinued: true })).toEqual({
    messages: [],
    continue_final_message: true,
    add_generation_prompt: false,
  })
})

test('further parameters are sent as they are, and refused in words if they are not an object', () => {
  expect(toChatParams({ ...settings, extra: '{"mirostat_mode": 2}' }, [])).toEqual({
    messages: [],
    extra: { mirostat_mode: 2 },
  })
  expect(() => toChatParams({ ...settings, extra: '[1]' }, [])).toThrow('The further parameters cannot be sent.')
  expect(() => toChatParams({ ...settings, extra: '{' }, [])).toThrow('not valid JSON')
})

test('a schema that is none is refused in words before anything is sent', () => {
  expect(readAnswerSchema({ ...settings, schema: '{' })).toBeUndefined()
  expect(readAnswerSchema({ ...settings, usesSchema: true })).toEqual({ type: 'object' })
  expect(() => readAnswerSchema({ ...settings, usesSchema: true, schema: '{' })).toThrow(
    /cannot be sent. This is not valid JSON/,
  )
  expect(() => readAnswerSchema({ ...settings, usesSchema: true, schema: '[]' })).toThrow(/A schema is an object/)
})

test('a text where a number belongs reaches the check, which names its field', () => {
  const { messages: _messages, ...params } = toChatParams({ ...settings, samplers: { temperature: 'warm' } }, [])
  expect(checkSamplerParams(params)).toMatchObject([{ field: 'temperature', severity: 'error' }])
})

test('no slider reaches a value that the check is against, and each preset has its fields or a switch', () => {
  for (const { name, min, max, neutral } of samplerFields) {
    for (const value of [min, max, neutral]) expect(checkSamplerParams({ [name]: value })).toEqual([])
  }
  for (const preset of Object.values(samplerPresets))
    for (const name of Object.keys(preset)) expect(samplerNames).toContain(name)
})

test('every parameter of the server has a field, and its text becomes the value that it came from', () => {
  const values = {
    stop: ['A', 'B'],
    banned_strings: ['C'],
    regex_pattern: '123',
    logit_bias: { 12: -5 },
    banned_tokens: '1, 2',
    temperature_last: true,
    min_tokens: 3,
  }
  expect(readSamplerParams(writeSamplerTexts(values))).toEqual(values)
  for (const { name, kind } of samplerGroups.flatMap(({ fields }) => fields)) {
    const text = { number: '1', switch: 'true', text: '1', lines: 'a', json: '{"1": 1}' }[kind]
    const params = readSamplerParams({ [name]: text })
    // A parameter that the server does not know would have no issue under any value, and one in the wrong form an error.
    expect(checkSamplerParams(params).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(checkSamplerParams({ [name]: { wrong: [] } })).toMatchObject([{ field: name }])
  }
})
