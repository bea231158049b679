import {
  createTabbyClient,
  requestJson,
  requestStream,
  TabbyObjectError,
  TabbyRequestError,
  TabbyStreamError,
  TabbyTimeoutError,
  TabbyToolRunError,
} from '@tabby/core'
import type { Answer } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { answers, closedUrl, page, serveInTurn } from '../test/answers.js'
import { adviceByCode } from './advice.js'
import { getAdvice } from './get-advice.js'

/** The error of a request that gets this response. */
async function fail(answer: Answer | string): Promise<unknown> {
  const baseUrl = typeof answer === 'string' ? answer : (await serveInTurn(answer)).url
  const client = createTabbyClient({ baseUrl, retry: false, timeout: 500 })
  return requestJson(client, { path: '/v1/model' }).then(
    () => expect.unreachable('the request must fail'),
    (error: unknown) => error,
  )
}

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: [JSON.stringify(body)],
})

describe('an error of a request has a title and advice', () => {
  test.each<[string, Answer | string, title: string, advice: string]>([
    ['a closed port', closedUrl, 'Cannot reach the server', 'Nothing is listening on that port'],
    ['an unknown host', 'http://no-such-host.invalid', 'The host name is unknown', 'spelling'],
    ['silence', answers.silence, 'The server did not respond in time', 'raise the timeout'],
    ['a missing API key', json(401, { detail: 'Please provide an API key' }), 'The server needs an API key', 'api_key'],
    ['a wrong API key', json(401, { detail: 'Invalid API key' }), 'The server rejected the API key', 'api_tokens.yml'],
    [
      'a missing admin key',
      json(401, { detail: 'Please provide an admin key' }),
      'This needs an admin key',
      'admin_key',
    ],
    ['a wrong admin key', json(401, { detail: 'Invalid admin key' }), 'The server rejected the admin key', 'admin_key'],
    [
      'a key that a gateway rejects',
      json(401, { message: 'No API key found' }),
      'The server rejected the key',
      'gateway',
    ],
    ['a gateway that refuses', page(403), 'The key is not allowed to do this', 'gateway'],
    ['not found', page(404), 'Not found on this server', 'http://host:5000'],
    ['no model', answers.noModel, 'No model is loaded', 'Load a model'],
    ['a rejected value', json(422, { detail: [] }), 'The server rejected a value', 'message names'],
    ['a limit', json(429, {}), 'Too many requests', 'Wait a moment'],
    ['a gateway without its server', page(502), 'A gateway responded instead of the server', 'behind the gateway'],
    ['a failure of the server', json(500, {}), 'The server failed', 'log'],
    ['a page', page(200), 'The response is not from TabbyAPI', 'Another program'],
  ])('%s', async (_name, answer, title, advice) => {
    expect(getAdvice(await fail(answer))).toEqual({ title, advice: expect.stringContaining(advice) })
  })

  test('and so has a stream that ends early', async () => {
    const headers = { 'content-type': 'text/event-stream' }
    const { url } = await serveInTurn({ status: 200, headers, body: ['data: {"choices":[]}\n\n'] })
    const read = async () => {
      const options = { path: '/v1/chat/completions', body: {} }
      for await (const _ of await requestStream(createTabbyClient({ baseUrl: url }), options));
    }
    const error = await read().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ reason: 'truncated' })
    expect(getAdvice(error)).toMatchObject({
      title: 'The stream was interrupted',
      advice: expect.stringContaining('kept'),
    })
  })
})

test('reasons and timeouts have advice of their own', () => {
  const stalled = new TabbyTimeoutError('x', { timeout: 'idleTimeout', limit: 1 })
  expect(getAdvice(stalled)).toMatchObject({ title: 'The stream stalled' })
  const cut = new TabbyObjectError('x', { reason: 'truncated', paths: [], text: '' })
  expect(getAdvice(cut)).toMatchObject({
    title: 'The reply was cut off',
    advice: expect.stringContaining('max_tokens'),
  })
  const html = new TabbyStreamError('stream_error', 'x', { reason: 'not-a-stream' })
  expect(getAdvice(html)).toMatchObject({ title: 'The response is not from TabbyAPI' })
  const run = new TabbyToolRunError('x', { reason: 'step-limit', transcript: [] })
  expect(getAdvice(run)).toMatchObject({ title: 'The model keeps calling tools' })
  expect(getAdvice(new TabbyRequestError('x'))).toMatchObject({ title: 'The request was not sent' })
})

test('a reason or a code that only every object has is not looked up', () => {
  const error = Object.assign(new TabbyStreamError('stream_error', 'x', { reason: 'truncated' }), {
    reason: '__proto__',
  })
  expect(getAdvice(error)).toMatchObject({ title: 'The stream was interrupted' })
  const odd = Object.assign(new TabbyRequestError('x'), { code: 'constructor' })
  expect(getAdvice(odd as unknown)).toBeUndefined()
})

test('an error of somebody else has none', () => {
  for (const error of [
    new Error('x'),
    new DOMException('x', 'AbortError'),
    'x',
    undefined,
    null,
    { code: 'timeout' },
  ]) {
    expect(getAdvice(error)).toBeUndefined()
  }
})

test('every title is short and without a full stop, and every advice is sentences', () => {
  const all = Object.values(adviceByCode).flatMap((known) => [known, ...Object.values(known.cases ?? {})])
  for (const { title, advice } of all) {
    expect(title).toMatch(/^[A-Z][^.]{5,48}[^.]$/)
    expect(advice).toMatch(/^[A-Z0].*\.$/)
  }
})
