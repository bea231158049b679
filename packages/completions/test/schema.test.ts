import { createCompletion } from '@tabby/completions'
import { completionParamsSchema, streamCompletionParamsSchema } from '@tabby/completions/schema'
import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listRecordings, type Recording } from '@tabby/emulator/testing'
import { parse, safeParse } from 'valibot'
import { describe, expect, test } from 'vitest'

const completions = listRecordings(
  ({ request }) =>
    request.path === '/v1/completions' && request.headers['content-type'] === 'application/json' && !!request.body,
)
/** Errors in a stream, and streams without an end, come with the status 200 too. */
const accepted = completions.filter(
  ({ response: { status, ended, body } }) =>
    status === 200 && !ended.startsWith('no_end') && !body.includes('data: {"error"'),
)
/** Refused for a field, and not because the body was no JSON. */
const refused = completions.filter(({ response: { status, body } }) => {
  const { detail } = status === 422 ? JSON.parse(body) : { detail: undefined }
  return Array.isArray(detail) && detail[0].type !== 'json_invalid'
})
// The server takes a byte order mark; JSON.parse does not.
const toCase = ({ name, request }: Recording) => [name, JSON.parse(request.body!.replace('\ufeff', ''))] as const

test('there are recordings to check', () => {
  expect(accepted.length).toBeGreaterThan(30)
  expect(refused.length).toBeGreaterThan(1)
})

describe('what the server accepted passes, and every field of it survives', () => {
  test.each(accepted.map(toCase))('%s', (_, body) => {
    expect(parse(completionParamsSchema, body)).toEqual(body)
  })
})

describe('what the server refused for a field does not pass', () => {
  test.each(refused.map(toCase))('%s', (_, body) => {
    expect(safeParse(completionParamsSchema, body).success).toBe(false)
  })
})

const range = [
  ['temperature', 0, -0.1],
  ['temperature', 10, 10.1],
  ['top_k', -1, -2],
  ['top_p', 1, 1.1],
  ['min_p', 1, 1.5],
  ['xtc_probability', 1, 1.1],
  ['xtc_threshold', 0, -0.1],
  ['frequency_penalty', 0, -0.1],
  ['presence_penalty', 0, -0.1],
  ['repetition_penalty', 0.1, 0],
  ['typical', 1, 0],
  ['max_tokens', 0, -1],
  ['max_tokens', null, 1.5],
  ['min_tokens', 0, -1],
  ['n', 1, 0],
  ['logprobs', true, -1],
  ['top_logprobs', 0, -1],
  ['loop_detect_window', 0, -1],
  ['min_temp', 0, -1],
  ['stop', ['a', 1], {}],
  ['temperature', null, '1'],
  ['response_format', null, 'json'],
] as const

test.each(range)('%s may be %j and not %j', (field, good, bad) => {
  const check = (value: unknown) => safeParse(completionParamsSchema, { prompt: 'Once', [field]: value }).success
  expect([check(good), check(bad)]).toEqual([true, false])
})

test('what passes can be sent, future fields included', async () => {
  const emulator = createEmulator()
  const client = createTabbyClient({ fetch: (url, init) => emulator.fetch(url, init) })
  const body: unknown = { prompt: 'Hi [[len:2]]', future: { a: [1] } }
  const params = parse(completionParamsSchema, body)
  expect(params).toEqual(body)
  expect((await createCompletion(client, params)).usage!.completion_tokens).toBe(2)
})

test.each([
  [{ max_tokens: 0 }, true],
  [{ max_completion_tokens: 5 }, true],
  [{ max_length: 5, future: { a: [1] } }, true],
  [{}, false],
  [{ max_tokens: null }, false],
  [{ max_tokens: -1 }, false],
  [{ min_tokens: 5 }, false],
])('a body for a stream with %j: %s', (given, expected) => {
  const body = { prompt: 'Once', ...given }
  const { success, output } = safeParse(streamCompletionParamsSchema, body)
  expect(success).toBe(expected)
  if (expected) expect(output).toEqual(body)
})
