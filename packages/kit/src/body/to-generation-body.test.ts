import { expect, test } from 'vitest'
import { toGenerationBody } from './to-generation-body.js'

test('usage is asked for, streamed or not, and can be turned off', () => {
  expect(toGenerationBody({}, true)).toEqual({ stream: true, stream_options: { include_usage: true } })
  expect(toGenerationBody({}, false)).toEqual({ stream: false, stream_options: { include_usage: true } })
  expect(toGenerationBody({ stream_options: { include_usage: false } }, true)).toMatchObject({
    stream_options: { include_usage: false },
  })
  expect(toGenerationBody({ stream_options: {} }, true)).toMatchObject({ stream_options: {} })
})

// WIRE: each of these was recorded as a 503, a 500 or an error in the stream.
test.each(
  ['stop', 'temperature', 'top_k', 'top_p', 'min_p', 'xtc_probability', 'frequency_penalty', 'presence_penalty'].concat(
    ['repetition_penalty', 'penalty_range', 'logprobs', 'top_logprobs', 'adaptive_target', 'response_format', 'n'],
    ['template_vars', 'stop_sequence', 'rep_pen', 'repetition_range', 'chat_template_kwargs'],
  ),
)('a null never reaches %s, and zero and false do', (field) => {
  for (const value of [null, Number.NaN, Infinity, -Infinity]) {
    expect(toGenerationBody({ [field]: value }, false)).not.toHaveProperty(field)
  }
  expect(toGenerationBody({ [field]: 0 }, false)).toHaveProperty(field, 0)
  expect(toGenerationBody({ [field]: false }, false)).toHaveProperty(field, false)
})

test('a null means the default in a field that takes it too, and in one that is not known', () => {
  const given = { skip_special_tokens: null, stream_options: null, future: null, seed: undefined, made_up: 1 }
  expect(toGenerationBody(given, false)).toEqual({ made_up: 1, stream: false, stream_options: { include_usage: true } })
})

test('a null inside a value is sent: a message without content has one', () => {
  const messages = [{ role: 'assistant', content: null }]
  expect(toGenerationBody({ messages }, false)).toMatchObject({ messages: [{ role: 'assistant', content: null }] })
})

test('json_object becomes the word that the server understands, and the caller keeps what it gave', () => {
  const params = { response_format: { type: 'json_object', extra: 1 } }
  expect(toGenerationBody(params, false)).toMatchObject({ response_format: { type: 'json', extra: 1 } })
  expect(params.response_format.type).toBe('json_object')
  const schema = { type: 'json_schema', json_schema: {} }
  expect(toGenerationBody({ response_format: schema }, false)).toMatchObject({ response_format: schema })
})

test('what the function itself decides cannot be overruled by accident', () => {
  expect(toGenerationBody({ stream: true }, false)).toMatchObject({ stream: false })
})
