import { createChatCompletion } from '@tabby/chat'
import { chatCompletionParamsSchema } from '@tabby/chat/schema'
import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listRecordings, type Recording } from '@tabby/emulator/testing'
import { parse, safeParse } from 'valibot'
import { describe, expect, test } from 'vitest'

const chats = listRecordings(
  ({ request }) =>
    request.path === '/v1/chat/completions' && request.headers['content-type'] === 'application/json' && !!request.body,
)
/** Errors in a stream, and streams without an end, come with the status 200 too. Numbers are not sent as text. */
const accepted = chats.filter(
  ({ request, response: { status, ended, body } }) =>
    status === 200 &&
    !ended.startsWith('no_end') &&
    !body.includes('data: {"error"') &&
    !/"logprobs": ?"/.test(request.body!),
)
/** Refused for a field, and not for the sake of the template or because the body was no JSON. */
const refused = chats.filter(({ response: { status, body } }) => {
  const { detail } = status === 422 ? JSON.parse(body) : { detail: undefined }
  return Array.isArray(detail) && detail[0].type !== 'json_invalid'
})
// The server takes a byte order mark; JSON.parse does not.
const toCase = ({ name, request }: Recording) => [name, JSON.parse(request.body!.replace('\ufeff', ''))] as const

test('there are recordings to check', () => {
  expect(accepted.length).toBeGreaterThan(120)
  expect(refused.length).toBeGreaterThan(5)
})

describe('what the server accepted passes, and every field of it survives', () => {
  test.each(accepted.map(toCase))('%s', (_, body) => {
    expect(parse(chatCompletionParamsSchema, body)).toEqual(body)
  })
})

describe('what the server refused for a field does not pass', () => {
  test.each(refused.map(toCase))('%s', (_, body) => {
    expect(safeParse(chatCompletionParamsSchema, body).success).toBe(false)
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
  ['tool_choice', 'none', 'maybe'],
  ['tools', [{ type: 'function', function: { name: 'now' } }], [{ type: 'function', function: {} }]],
  ['stop', ['a', 1], {}],
  ['temperature', null, '1'],
  ['response_format', null, 'json'],
] as const

test.each(range)('%s may be %j and not %j', (field, good, bad) => {
  const check = (value: unknown) => safeParse(chatCompletionParamsSchema, { messages: [], [field]: value }).success
  expect([check(good), check(bad)]).toEqual([true, false])
})

test('what passes can be sent, future fields included', async () => {
  const emulator = createEmulator()
  const client = createTabbyClient({ fetch: (url, init) => emulator.fetch(url, init) })
  const body: unknown = { messages: [{ role: 'user', content: 'Hi [[len:2]]', name: 'Ada' }], future: { a: [1] } }
  const params = parse(chatCompletionParamsSchema, body)
  expect(params).toEqual(body)
  expect((await createChatCompletion(client, params)).usage!.completion_tokens).toBe(2)
})
