import { createCompletion } from '@tabby/completions'
import { getRecording } from '@tabby/emulator/testing'
import { parse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { completionShape } from './completion-shape.js'
import { listCompletions, listRefusals, withRecording } from './recorded-exchange.js'

const params = { prompt: 'Hello' }
const completions = listCompletions('application/json')
const refusals = listRefusals()

test('there are recordings to read', () => {
  expect(completions.length).toBeGreaterThan(15)
  expect(refusals.length).toBeGreaterThan(10)
})

describe('a recorded text comes through as the server wrote it, and holds nothing undocumented', () => {
  test.each(completions)('%s', async (name) => {
    const completion = await withRecording(name, (client) => createCompletion(client, params))
    expect(completion).toEqual(JSON.parse(getRecording(name).response.body))
    expect(parse(completionShape, completion)).toEqual(completion)
  })
})

describe('a recorded refusal is an error in the words of the server', () => {
  test.each(refusals)('%s', async (name) => {
    const { status, body } = getRecording(name).response
    const error = await withRecording(name, (client) => createCompletion(client, params)).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ name: 'TabbyApiError', status })
    const { detail, error: contextError } = body.startsWith('{') ? JSON.parse(body) : { detail: body }
    if (Array.isArray(detail)) expect(error.issues).toEqual(detail.map(({ type, loc, msg }) => ({ type, loc, msg })))
    else expect(error.detail).toBe(detail ?? contextError.message)
  })
})

test.each([
  ['nomodel_post_v1_completions', 'no_model_loaded'],
  ['completion_context_exceeded', 'context_length_exceeded'],
  ['completion_context_exceeded_stream', 'context_length_exceeded'],
  ['completion_fail_after_3_tokens', 'generation_failed'],
  ['completion_min_p_1.5_sampler_assert', 'generation_failed'],
  ['completion_prompt_empty_list', 'generation_failed'],
  ['completion_prompt_null', 'validation_error'],
  ['completion_min_tokens_gt_max_tokens', 'server_error'],
  ['completion_after_bad_override_shape', 'server_error'],
])('%s has the code %s', async (name, code) => {
  await expect(withRecording(name, (client) => createCompletion(client, params))).rejects.toMatchObject({ code })
})
