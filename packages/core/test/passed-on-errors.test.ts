import { createTabbyClient, requestStream, type TabbyStreamError } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'

/** The error of a stream that ends in an event with this error. */
async function readError(error: unknown): Promise<TabbyStreamError> {
  const server = await serveAnswers({ body: ['data: 1\n\n', `data: ${JSON.stringify({ error })}\n\n`] })
  onTestFinished(() => server.close())
  const events = await requestStream(createTabbyClient({ baseUrl: server.url }), { path: '/api/ask', body: {} })
  expect((await events.next()).value).toBe(1)
  return events.next().then(
    () => expect.unreachable(),
    (thrown: TabbyStreamError) => thrown,
  )
}

test.each(['timeout', 'connection_error', 'no_model_loaded', 'rate_limit_exceeded', 'invalid_response'])(
  'a stream that a route passes on fails with the code %s that the route names',
  async (code) => {
    const error = await readError({ message: 'It went wrong', type: 'server_error', param: null, code })
    expect(error).toMatchObject({ name: 'TabbyStreamError', reason: 'server-error', code })
    expect(error.message).toContain('It went wrong')
  },
)

test.each([null, undefined, 'overloaded_error', '__proto__', 'toString', 7, ['timeout']])(
  'the code %j is none of ours',
  async (code) => {
    expect((await readError({ message: 'It went wrong', type: 'server_error', code })).code).toBe('stream_error')
  },
)

test('the request of the route is not named before the message', async () => {
  for (const before of [
    'POST /v1/chat/completions failed with 503: ',
    'POST /v1/chat/completions: the server reported an error in the stream: ',
    '/v1/chat/completions: server-error ',
  ]) {
    const { message } = await readError({ message: `${before}It went wrong` })
    expect(message).toContain('It went wrong')
    expect(message).not.toContain('/v1/')
  }
  for (const message of [
    'POST /v1/chat/completions: the server reported an error in the stream without a message: see its log',
    '/v1/chat/completions: server-error',
  ]) {
    expect((await readError({ message })).message).toBe(
      'POST /api/ask: the server reported an error in the stream without a message: see its log',
    )
  }
})
