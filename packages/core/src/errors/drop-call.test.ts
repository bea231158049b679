import { expect, test } from 'vitest'
import { dropCall } from './drop-call.js'

test.each([
  ['POST /v1/chat/completions failed with 503: busy', 'busy'],
  ['POST /a failed with 503: GET /b failed with 503: busy', 'busy'],
  ['POST /v1/chat/completions: the server reported an error in the stream: out of memory', 'out of memory'],
  ['POST /api/ask failed with 502: POST /v1/x: the server reported an error in the stream: gone', 'gone'],
  ['POST /v1/x: the server reported an error in the stream without a message: see its log', ''],
  ['/v1/chat/completions: server-error out of memory', 'out of memory'],
  ['POST /api/ask failed with 502: /v1/x: server-error gone', 'gone'],
])('%s is a message behind a request', (message, expected) => {
  expect(dropCall(message)).toBe(expected)
})

test.each([
  'POST /v1/chat/completions failed with 503',
  'The upstream said: POST /v1/x failed with 503: busy',
  'POST /v1/x: the stream ended before the completion was finished',
  'the server reported an error in the stream: busy',
  'GET the model failed with 503: busy',
  '',
])('%s stays as it is', (message) => {
  expect(dropCall(message)).toBe(message)
})

test('a message that was made to be slow is not', () => {
  const begin = performance.now()
  for (const text of ['/'.repeat(1e6), `POST /${'a'.repeat(1e6)}`, 'POST /a failed with 503: '.repeat(40_000)])
    dropCall(text)
  expect(performance.now() - begin).toBeLessThan(200)
})
