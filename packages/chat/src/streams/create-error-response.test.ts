import {
  TabbyApiError,
  TabbyConnectionError,
  TabbyError,
  TabbyRequestError,
  TabbyResponseError,
  TabbyStreamError,
  TabbyTimeoutError,
  TabbyToolRunError,
} from '@tabby/core'
import { describe, expect, test } from 'vitest'
import { createErrorResponse } from './create-error-response.js'

const details = { status: 500, issues: [], retryAfter: undefined }
const errors: [TabbyError, number, string][] = [
  [new TabbyError('permission_error', 'The key has no admin permission'), 403, 'The key has no admin permission'],
  [new TabbyRequestError('n must be 1'), 400, 'n must be 1'],
  [new TabbyRequestError('64 calls are waiting', { reason: 'queue-full' }), 429, '64 calls are waiting'],
  [new TabbyRequestError('The server rests', { reason: 'circuit-open', retryAfter: 900 }), 503, 'The server rests'],
  [new TabbyRequestError('No server is up', { reason: 'no-server' }), 503, 'No server is up'],
  [new TabbyRequestError('No server has it', { reason: 'unknown-model' }), 404, 'No server has it'],
  [new TabbyResponseError('GET /v1/models: no JSON', { paths: [] }), 502, 'no JSON'],
  [
    new TabbyResponseError('GET /v1/x: the response is not JSON (content type: text/html)', {
      reason: 'invalid-json',
      paths: [],
    }),
    502,
    'The model server did not respond with JSON',
  ],
  [
    new TabbyStreamError('stream_error', 'POST /v1/x: the stream ended before the completion was finished', {
      reason: 'truncated',
    }),
    502,
    'The stream from the model server ended before it was complete',
  ],
  [
    new TabbyStreamError('stream_error', 'POST /v1/x: the server reported an error in the stream: out of memory', {
      reason: 'server-error',
    }),
    502,
    'out of memory',
  ],
  [
    new TabbyStreamError(
      'stream_error',
      'POST /v1/x: the server reported an error in the stream without a message: see its log',
      { reason: 'server-error' },
    ),
    502,
    'The model server reported an error',
  ],
  // As version 1.0 of core wrote them.
  [
    new TabbyStreamError('stream_error', '/v1/x: server-error out of memory', { reason: 'server-error' }),
    502,
    'out of memory',
  ],
  [
    new TabbyStreamError('stream_error', '/v1/x: server-error', { reason: 'server-error' }),
    502,
    'The model server reported an error',
  ],
  [
    new TabbyStreamError('stream_error', 'POST /v1/x: a stream has one reader', { reason: 'already-read' }),
    502,
    'A stream has one reader',
  ],
  [
    new TabbyConnectionError('GET /v1/x got no response from http://gpu:5000', { reason: undefined }),
    502,
    'The connection to the model server failed',
  ],
  [
    new TabbyTimeoutError('POST /v1/x: the response took longer than the timeout of 5 ms', {
      timeout: 'timeout',
      limit: 5,
    }),
    504,
    'The model server took too long (timeout of 5 ms)',
  ],
  [
    new TabbyApiError('invalid_request', 'GET /v1/x failed with 307: redirected to http://gpu', {
      ...details,
      status: 307,
      detail: 'redirected to http://gpu',
    }),
    400,
    'The model server responded with a redirect',
  ],
  [
    new TabbyApiError('server_error', 'GET /v1/x failed with 500', { ...details, detail: '' }),
    500,
    'The model server responded with status 500',
  ],
  [
    new TabbyToolRunError('The tool work threw', {
      reason: 'tool-error',
      transcript: [],
      cause: new Error('password'),
    }),
    500,
    'The tool work threw',
  ],
  [
    new TabbyToolRunError('The model still calls tools', { reason: 'step-limit', transcript: [] }),
    500,
    'The model still calls tools',
  ],
  [
    new TabbyToolRunError('The model wrote a tool call', { reason: 'unread-call', transcript: [], text: 'password' }),
    502,
    'The model wrote a tool call',
  ],
]

describe('the response', () => {
  test.each(errors.map((each) => [each[0].message, ...each] as const))('of %s', async (_, error, status, message) => {
    const response = createErrorResponse(error)
    expect(response.status).toBe(status)
    const { error: told } = await response.json()
    expect(told).toMatchObject({ message, code: error.code })
    expect(Object.keys(told)).toEqual(['message', 'type', 'param', 'code'])
  })

  test.each([new Error('password'), new TypeError('password'), 'password', undefined, null, { code: 'not_found' }])(
    'of %s, which is none of ours, tells nothing',
    async (thrown) => {
      const response = createErrorResponse(thrown)
      expect(response.status).toBe(500)
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(await response.json()).toEqual({
        error: {
          message: 'The server failed to handle the request',
          type: 'server_error',
          param: null,
          code: 'server_error',
        },
      })
    },
  )

  test('names the refused field, and says when to come again in whole seconds', async () => {
    const issues = [{ type: 'less', loc: ['body', 'messages', 0, 'n'], msg: 'too much' }]
    const error = new TabbyApiError('validation_error', 'x', { status: 422, detail: 'n', issues, retryAfter: 1200 })
    const response = createErrorResponse(error, { headers: { 'access-control-allow-origin': '*' } })
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-should-retry, retry-after',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'retry-after': '2',
      'x-should-retry': 'false',
    })
    expect(await response.json()).toMatchObject({ error: { param: 'messages.0.n', type: 'invalid_request_error' } })
  })

  test('names no time that is no time', () => {
    for (const retryAfter of [undefined, -1, NaN, Infinity, 1e300, '5 minutes' as unknown as number]) {
      const error = new TabbyApiError('rate_limit_exceeded', 'x', { ...details, detail: 'x', retryAfter })
      expect(createErrorResponse(error).headers.get('retry-after')).toBeNull()
    }
    const now = new TabbyApiError('rate_limit_exceeded', 'x', { ...details, detail: 'x', retryAfter: 0 })
    expect(createErrorResponse(now).headers.get('retry-after')).toBe('0')
  })
})
