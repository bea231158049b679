import { createChatCompletion } from '@tabby/chat'
import { getRecording } from '@tabby/emulator/testing'
import { parse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { answerShape } from './answer-shape.js'
import { listChats, listRefusals, withRecording } from './recorded-exchange.js'

const params = { messages: [{ role: 'user', content: 'Hello' }] }
const answers = listChats('application/json')
const refusals = listRefusals()

test('there are recordings to read', () => {
  expect(answers.length).toBeGreaterThan(60)
  expect(refusals.length).toBeGreaterThan(30)
})

describe('a recorded answer comes through as the server wrote it, and holds nothing undocumented', () => {
  test.each(answers)('%s', async (name) => {
    const answer = await withRecording(name, (client) => createChatCompletion(client, params))
    expect(answer).toEqual(JSON.parse(getRecording(name).response.body))
    expect(parse(answerShape, answer)).toEqual(answer)
  })
})

describe('a recorded refusal is an error in the words of the server', () => {
  test.each(refusals)('%s', async (name) => {
    const { status, body } = getRecording(name).response
    const error = await withRecording(name, (client) => createChatCompletion(client, params)).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'TabbyApiError', status })
    const { detail, error: contextError } = body.startsWith('{') ? JSON.parse(body) : { detail: body }
    if (Array.isArray(detail)) expect(error.issues).toEqual(detail.map(({ type, loc, msg }) => ({ type, loc, msg })))
    else expect(error.detail).toBe(detail ?? contextError.message)
  })
})

test.each([
  ['nomodel_post_v1_chat_completions', 'no_model_loaded'],
  ['chat_during_load', 'no_model_loaded'],
  ['nomodel_chat_with_model_field', 'server_error'],
  ['chat_context_exceeded', 'context_length_exceeded'],
  ['chat_context_exceeded_stream', 'context_length_exceeded'],
  ['chat_small_cache_short_prompt', 'context_length_exceeded'],
  ['chat_without_template', 'validation_error'],
  ['chat_continue_final_message_bad_combo', 'validation_error'],
  ['http_missing_field__chat', 'validation_error'],
  ['chat_role_forbidden_by_template', 'invalid_request'],
  ['chat_fail_after_3_tokens', 'generation_failed'],
  ['chat_logprobs_null', 'generation_failed'],
  ['http_lone_surrogate_in_content', 'generation_failed'],
  ['chat_min_tokens_gt_max_tokens', 'server_error'],
  ['chat_content_part_text_null', 'server_error'],
  ['chat_vision_bad_base64', 'server_error'],
  ['chat_vision_svg_mime', 'invalid_request'],
  ['inline_chat_other_model_api_key', 'authentication_error'],
])('%s has the code %s', async (name, code) => {
  await expect(withRecording(name, (client) => createChatCompletion(client, params))).rejects.toMatchObject({ code })
})

test('an interrupted answer says stop, and shows that it was interrupted by an eos_reason of null', async () => {
  const answer = await withRecording('unload_during_chat_plain', (client) => createChatCompletion(client, params))
  expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: null })
})
