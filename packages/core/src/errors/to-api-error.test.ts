import { listRecordings } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { toApiError } from './to-api-error.js'

const read = (status: number, text: string, headers: Record<string, string> = {}) =>
  toApiError('POST /v1/x', status, new Headers(headers), text, false)

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
  const withoutPlace = '{"detail":[{"msg":"too long","input":"secret prompt"}]}'
  for (const text of [withoutPlace, '{"detail":[null],"input":"secret prompt"}', '{"input":"secret prompt"']) {
    expect(read(422, text)).toMatchObject({ message: 'POST /v1/x failed with 422', issues: [] })
  }
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
  expect(read(429, '').retryAfter).toBeUndefined()
})
