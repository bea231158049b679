import { listRecordings } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { readContextSize, toApiError } from './to-api-error.js'

const read = (status: number, text: string, headers: Record<string, string> = {}) =>
  toApiError({ call: 'POST /v1/x', status, headers: new Headers(headers) }, text)

const refusals = listRecordings(
  ({ response, request }) => response.status >= 400 && request.path !== '/health' && request.method !== 'HEAD',
)

test('there are recordings of every kind of refusal', () => {
  expect(new Set(refusals.map(({ response }) => response.status))).toEqual(new Set([400, 401, 404, 405, 422, 500, 503]))
})

test.each(refusals.map((recording) => [recording.name, recording] as const))(
  '%s becomes an error in the words of the server',
  (_, { response: { status, body, headers } }) => {
    const error = read(status, body, headers)
    expect(error.status).toBe(status)
    expect(error.message).toBe(`POST /v1/x failed with ${status}: ${error.detail}`)
    const { detail, error: inner } =
      status === 500 || headers['content-type']?.startsWith('text') ? { detail: body } : JSON.parse(body)
    if (typeof detail === 'string') expect(error.detail).toBe(detail)
    else if (inner) expect(error.detail).toBe(inner.message)
    else {
      expect(error.issues).toHaveLength(detail.length)
      for (const [index, { type, loc, msg }] of detail.entries())
        expect(error.issues[index]).toEqual({ type, loc, msg })
    }
    const codes = { 401: 'authentication_error', 404: 'not_found', 422: 'validation_error', 500: 'server_error' }
    const expected =
      inner?.code ??
      (status === 503 ? (/currently loaded/.test(detail) ? 'no_model_loaded' : 'generation_failed') : undefined) ??
      codes[status as keyof typeof codes] ??
      'invalid_request'
    expect(error.code).toBe(expected)
  },
)

test('a 422 keeps where and why, and drops the refused input, which may be a prompt', () => {
  const body = JSON.stringify({
    detail: [
      {
        type: 'string_type',
        loc: ['body', 'messages', 0, 'role'],
        msg: 'Input should be a valid string',
        input: 'secret prompt',
        ctx: { error: 'secret prompt' },
      },
    ],
  })
  const error = read(422, body)
  expect(error.issues).toEqual([
    { type: 'string_type', loc: ['body', 'messages', 0, 'role'], msg: 'Input should be a valid string' },
  ])
  expect(error.message).toBe('POST /v1/x failed with 422: body.messages.0.role: Input should be a valid string')
  expect(JSON.stringify(error)).not.toContain('secret')
})

test('what is no JSON, or of another shape, repeats no body: it may hold the prompt', () => {
  for (const text of ['{"detail":[null],"input":"secret prompt"}', '{"input":"secret prompt"']) {
    expect(read(422, text)).toMatchObject({ message: 'POST /v1/x failed with 422', issues: [] })
  }
})

test('an issue without a place keeps its sentence, and still not the refused input', () => {
  const error = read(422, '{"detail":[{"msg":"too long","input":"secret prompt"}]}')
  expect(error).toMatchObject({
    message: 'POST /v1/x failed with 422: too long',
    issues: [{ type: '', loc: [], msg: 'too long' }],
  })
  expect(JSON.stringify(error)).not.toContain('secret')
})

test.each([
  ['the GPU is gone', 'the GPU is gone'],
  ['error [code 5]: the GPU is gone (<1 MiB left)', 'error [code 5]: the GPU is gone (<1 MiB left)'],
  ['Bad request: {"messages":[{"content":"secret"}]}', 'Bad request:'],
  ["Bad request: ['secret']", 'Bad request:'],
  ['<p>secret</p>', ''],
  ['secret <b>bold</b>', ''],
  ['["secret"]x', ''],
])('of the text %j the sentence is kept: %j', (body, detail) => {
  expect(read(500, body).detail).toBe(detail)
})

test.each([
  ['plain text', 'é'.repeat(5000)],
  ['JSON', JSON.stringify({ detail: 'é'.repeat(5000) })],
  ['a list', JSON.stringify({ detail: Array.from({ length: 100_000 }, () => 'é'.repeat(50)) })],
])('a long text (%s) is cut at 2,000 characters', (_, body) => {
  const error = read(400, body)
  expect(error.detail).toHaveLength(2000)
  expect(error.detail.endsWith('é…')).toBe(true)
  expect(error.message).toBe(`POST /v1/x failed with 400: ${error.detail}`)
  expect(read(400, 'é'.repeat(2000)).detail).toBe('é'.repeat(2000))
})

test('each text of an issue is cut as well, and no character in two', () => {
  const issue = { type: 'x'.repeat(3000), loc: ['body', 'y'.repeat(3000)], msg: `z${'😀'.repeat(3000)}` }
  const { issues, message } = read(422, JSON.stringify({ detail: Array.from({ length: 500 }, () => issue) }))
  expect(issues).toHaveLength(100)
  expect(issues[0]!.type).toHaveLength(2000)
  expect(issues[0]!.loc[1]).toHaveLength(2000)
  expect(issues[0]!.msg).toBe(`z${'😀'.repeat(999)}…`)
  expect(message.length).toBeLessThan(2100)
})

test('a secret that lies across the place where a text is cut is gone before', () => {
  const secret = 'secret-key-0123456789'
  const hide = (text: string) => text.replaceAll(secret, '***')
  const said = `${'x'.repeat(1990)}${secret}`
  const error = toApiError(
    { call: 'GET /v1/x', status: 400, headers: new Headers(), hide },
    JSON.stringify({ detail: said }),
  )
  expect(error.message).not.toContain('secret')
})

test.each([
  ['Prompt length 4210 exceeds the available context size of 4096 tokens', 4096, 4210],
  ['it does not fit', undefined, undefined],
])('of %s the numbers are members of the error', (message, contextLimit, requestedTokens) => {
  const error = read(400, JSON.stringify({ error: { message, code: 'context_length_exceeded' } }))
  expect(error.code).toBe('context_length_exceeded')
  expect(error.contextLimit).toBe(contextLimit)
  expect(error.requestedTokens).toBe(requestedTokens)
})

test('llama.cpp and vLLM say in their own ways that the context is too small', () => {
  const ofLlama = {
    code: 400,
    message: 'too long',
    type: 'exceed_context_size_error',
    n_ctx: 4096,
    n_prompt_tokens: 5000,
  }
  const ofVllm = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"
  const expected = { code: 'context_length_exceeded', contextLimit: 4096, requestedTokens: 5000 }
  expect(read(400, JSON.stringify({ error: ofLlama }))).toMatchObject(expected)
  expect(read(400, JSON.stringify({ object: 'error', message: ofVllm, code: 400 }))).toMatchObject(expected)
  expect(read(500, JSON.stringify({ message: ofVllm }))).toMatchObject({ code: 'server_error' })
})

test('x-should-retry is read as true, false, or not at all', () => {
  const readAdvice = (value: string) => read(500, '', { 'x-should-retry': value }).shouldRetry
  expect([readAdvice('true'), readAdvice('false'), readAdvice('maybe')]).toEqual([true, false, undefined])
  expect(read(500, '')).not.toHaveProperty('shouldRetry')
})

test("a proxy's page is told by its status, without HTML", () => {
  const page = '<html><head><title>502 Bad Gateway</title></head></html>'
  expect(read(502, page).message).toBe('POST /v1/x failed with 502')
  expect(read(503, page).code).toBe('server_error')
  expect(read(403, page).code).toBe('permission_error')
  expect(read(429, '').code).toBe('rate_limit_exceeded')
})

test.each([
  'null',
  '[]',
  '5',
  '"text"',
  '{}',
  '{"detail":null}',
  '{"detail":[null]}',
  '{"detail":[{}]}',
  '{"error":"text"}',
  '{"error":null}',
  '',
])('a body of %s is an error, not a crash', (text) => {
  const error = read(418, text)
  expect(error).toMatchObject({ name: 'TabbyApiError', code: 'invalid_request', status: 418 })
  expect(error.message).not.toContain('undefined')
})

test('Retry-After is read as seconds and as a date; anything else is none', () => {
  const wait = (value: string) => read(429, '', { 'retry-after': value }).retryAfter
  expect(wait('2')).toBe(2000)
  expect(wait('0')).toBe(0)
  expect(wait(new Date(Date.now() + 5000).toUTCString())).toBeGreaterThan(3000)
  expect(wait(new Date(Date.now() + 5000).toUTCString())).toBeLessThanOrEqual(5000)
  expect(wait(new Date(0).toUTCString())).toBeUndefined()
  expect(wait('soon')).toBeUndefined()
  expect(wait('-1')).toBeUndefined()
  expect(wait('0x10')).toBeUndefined()
  expect(wait('1e9')).toBeUndefined()
  expect(read(429, '').retryAfter).toBeUndefined()
})

test("the error of a route of one's own keeps its code, and its message is not doubled", () => {
  const message = 'POST /v1/chat/completions failed with 503: No models are currently loaded.'
  const error = read(502, JSON.stringify({ error: { message, code: 'no_model_loaded' } }))
  expect(error).toMatchObject({
    code: 'no_model_loaded',
    message: 'POST /v1/x failed with 502: No models are currently loaded.',
  })
})

test.each([
  ['Prompt length 4210 exceeds the available context size of 4096 tokens', 4096, 4210],
  [
    'Initial job allocation requires 5120 cache tokens, which exceeds the available context size of 4096 tokens',
    4096,
    5120,
  ],
  [
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce",
    8192,
    9001,
  ],
  [
    "This model's maximum context length is 4097 tokens. However, you requested 5000 tokens (4000 in the messages, " +
      '1000 in the completion).',
    4097,
    5000,
  ],
  [
    "This model's maximum context length is 4096 tokens and your request has 99 input tokens (5000 > 4096 - 99)",
    4096,
    99,
  ],
  ["You passed 5001 input tokens. However, the model's context length is only 4096 tokens", 4096, 5001],
  ['The decoder prompt (length 5000) is longer than the maximum model length of 4096.', 4096, 5000],
  ['request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it', 4096, 5000],
  ['prompt is too long: 200001 tokens > 200000 maximum', 200_000, 200_001],
  [
    'Input tokens exceed the configured limit of 272,000 tokens. Your messages resulted in 300,001 tokens.',
    272_000,
    300_001,
  ],
])('%s', (message, contextLimit, requestedTokens) => {
  expect(readContextSize(message)).toEqual({ contextLimit, requestedTokens })
})

test('a message without numbers has none, and one with one has one', () => {
  expect(readContextSize('the request exceeds the available context size, try increasing it')).toEqual({})
  expect(readContextSize('the context length is 4096')).toEqual({ contextLimit: 4096 })
})

test('a long message takes no time that grows with its square', () => {
  const begin = performance.now()
  for (const text of ['context length ', '1', 'request (', 'requires', '1,111']) readContextSize(text.repeat(20_000))
  expect(performance.now() - begin).toBeLessThan(500)
})
