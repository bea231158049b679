import {
  createTabbyClient,
  requestJson,
  type TabbyApiError,
  type TabbyErrorCode,
  type TabbyStreamError,
} from '@tabby/core'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serveRoute } from './serve-route.js'
import type { ChatCompletionParams } from '../src/chat-completion-params.js'
import { collectChatCompletion } from '../src/collect-chat-completion.js'
import { createChatCompletion } from '../src/create-chat-completion.js'
import { streamChatCompletion } from '../src/stream-chat-completion.js'
import { createErrorResponse } from '../src/streams/create-error-response.js'
import { createStreamResponse } from '../src/streams/create-stream-response.js'

const params = { messages: [{ role: 'user', content: 'my private prompt' }] }
const quickly = { retry: { delay: () => 1, maxRetryAfter: 1 } }

/** A refusal with a body in JSON. */
const refuse = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: [JSON.stringify(body)],
})

/** Page, route and model server, each behind a socket of its own; the route has a client that retries as well. */
async function openChain(answer: Answer) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, ...quickly })
  const route = await serveRoute(async (body) => {
    const wanted = JSON.parse(body) as ChatCompletionParams & { stream?: boolean }
    if (wanted.stream) return createStreamResponse(() => streamChatCompletion(client, wanted))
    try {
      return Response.json(await createChatCompletion(client, wanted))
    } catch (error) {
      return createErrorResponse(error)
    }
  })
  const page = createTabbyClient({ baseUrl: route.url, ...quickly })
  return { server, client, route, page }
}

const catchError = (promise: Promise<unknown>) =>
  promise.then(() => undefined).catch((error: unknown) => error as Error)
/** A code that only the route's body can bring: the status alone means another. */
const issue = {
  type: 'less_than',
  loc: ['body', 'messages', 0, 'n'],
  msg: 'Input should be less',
  input: 'private prompt',
}

const refusals: [string, Answer, TabbyErrorCode, string, number][] = [
  ['429', refuse(429, { error: { message: 'busy' } }, { 'retry-after': '3' }), 'rate_limit_exceeded', 'busy', 3],
  ['502 with a time', refuse(502, { error: { message: 'gone' } }, { 'retry-after': '1' }), 'server_error', 'gone', 3],
  [
    '503',
    refuse(503, { detail: 'No models are currently loaded.' }),
    'no_model_loaded',
    'No models are currently loaded.',
    1,
  ],
  [
    '503 of a crash',
    refuse(503, { detail: 'Chat completion failed.' }),
    'generation_failed',
    'Chat completion failed.',
    1,
  ],
  ['422', refuse(422, { detail: [issue] }), 'validation_error', 'body.messages.0.n: Input should be less', 1],
  [
    'a prompt that is too long',
    refuse(400, { error: { message: 'Prompt is too long', code: 'context_length_exceeded' } }),
    'context_length_exceeded',
    'Prompt is too long',
    1,
  ],
  ['401', refuse(401, { detail: 'Invalid API key' }), 'authentication_error', 'Invalid API key', 1],
  ['403', refuse(403, { detail: 'Not for you' }), 'permission_error', 'Not for you', 1],
  ['404', refuse(404, { detail: 'Not Found' }), 'not_found', 'Not Found', 1],
  ['418', refuse(418, { detail: 'A teapot' }), 'invalid_request', 'A teapot', 1],
  [
    '500',
    { status: 500, headers: { 'content-type': 'text/plain' }, body: ['Internal Server Error'] },
    'server_error',
    'Internal Server Error',
    1,
  ],
]

describe('a page, a route and a server', () => {
  test.each(refusals)(
    '%s reaches the page with its code and the words of the server, once',
    async (_, answer, code, words, requests) => {
      for (const ask of [createChatCompletion, streamChatCompletion]) {
        const { server, client, route, page } = await openChain(answer)
        const straight = (await catchError(ask(client, params))) as TabbyApiError
        expect(server.requests).toHaveLength(requests)
        const through = (await catchError(ask(page, params))) as TabbyApiError
        expect([route.bodies.length, server.requests.length]).toEqual([1, 2 * requests])
        expect(through).toMatchObject({ code, detail: words, status: straight.status, retryAfter: straight.retryAfter })
        expect(through.code).toBe(straight.code)
        expect(through.message).toBe(straight.message)
        expect(through.message.split(words)).toHaveLength(2)
      }
    },
  )

  test('through a second route nothing is added and nothing is lost', async () => {
    const { server, page } = await openChain(refuse(429, { detail: 'busy' }, { 'retry-after': '7' }))
    const outer = await serveRoute(() =>
      createStreamResponse(() => streamChatCompletion(page, params), { headers: { 'x-mine': 'yes' } }),
    )
    const far = createTabbyClient({ baseUrl: outer.url, ...quickly })
    const error = await catchError(streamChatCompletion(far, params))
    expect(server.requests).toHaveLength(3)
    expect(error).toMatchObject({
      code: 'rate_limit_exceeded',
      retryAfter: 7000,
      message: 'POST /v1/chat/completions failed with 429: busy',
    })
  })

  test.each([
    ['its own code', { message: 'CUDA out of memory', code: 'generation_failed' }, 'generation_failed'],
    ['a prompt that is too long', { message: 'Too long', code: 'context_length_exceeded' }, 'context_length_exceeded'],
    ['an address', { message: 'connect ECONNREFUSED 10.0.0.5:5000' }, 'stream_error'],
  ])('an error in the middle of a stream keeps its code and message: %s', async (_, error, code) => {
    const begun = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Once' } }] })}\n\n`
    const { client, page } = await openChain({ body: [begun, `data: ${JSON.stringify({ error })}\n\n`] })
    const read = async (from: typeof page) => {
      const stream = await streamChatCompletion(from, params)
      return catchError(collectChatCompletion(stream)) as Promise<TabbyStreamError>
    }
    const [straight, through] = [await read(client), await read(page)]
    expect([straight.code, through.code]).toEqual([straight.code, straight.code])
    expect(through.code).toBe(code)
    expect(through.message).toBe(straight.message.replace('10.0.0.5:5000', '[address]'))
    expect(through.partial).toEqual(straight.partial)
  })

  test('a stream that falls silent behind the route is a timeout to the page as well', async () => {
    const begun = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Once' } }] })}\n\n`
    const server = await serveAnswers({ body: [begun, 5000] })
    onTestFinished(() => server.close())
    const client = createTabbyClient({ baseUrl: server.url, eventTimeout: 50 })
    const route = await serveRoute(() => createStreamResponse(() => streamChatCompletion(client, params)))
    const page = createTabbyClient({ baseUrl: route.url })
    const error = await catchError(streamChatCompletion(page, params).then(collectChatCompletion))
    expect(error).toMatchObject({ code: 'timeout', reason: 'server-error' })
    expect(error!.message).toContain('The model server took too long')
  })

  test('a stream that breaks off behind the route says so once', async () => {
    const begun = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Once' } }] })}\n\n`
    const { page } = await openChain({ body: [begun], end: 'destroy' })
    const error = (await catchError(streamChatCompletion(page, params).then(collectChatCompletion))) as TabbyStreamError
    expect(error.code).toBe('stream_error')
    expect(error.message).toContain('The stream from the model server ended before it was complete')
    expect(error.message.match(/v1\/chat\/completions/g)).toHaveLength(1)
  })

  test('a route that answers with the message itself is not doubled either', async () => {
    const server = await serveAnswers(refuse(503, { detail: 'No models are currently loaded.' }))
    onTestFinished(() => server.close())
    const client = createTabbyClient({ baseUrl: server.url, ...quickly })
    const route = await serveRoute(async () => {
      const { message, status } = (await catchError(createChatCompletion(client, params))) as TabbyApiError
      return Response.json({ error: { message } }, { status })
    })
    const page = createTabbyClient({ baseUrl: route.url, ...quickly })
    expect(await catchError(createChatCompletion(page, params))).toMatchObject({
      code: 'no_model_loaded',
      message: 'POST /v1/chat/completions failed with 503: No models are currently loaded.',
    })
  })

  test('a server that is not there is reported without its address', async () => {
    const gone = createTabbyClient({ baseUrl: 'http://127.0.0.1:2', retry: false })
    const route = await serveRoute(() => createStreamResponse(() => streamChatCompletion(gone, params)))
    const page = createTabbyClient({ baseUrl: route.url, ...quickly })
    const error = await catchError(streamChatCompletion(page, params))
    expect(route.bodies).toHaveLength(1)
    expect(error).toMatchObject({ code: 'connection_error', status: 502 })
    expect(error!.message).toBe(
      'POST /v1/chat/completions failed with 502: The connection to the model server failed (ECONNREFUSED)',
    )
  })

  test('a server that takes too long is a timeout to the page as well', async () => {
    const server = await serveAnswers({ body: [5000] })
    onTestFinished(() => server.close())
    const slow = createTabbyClient({ baseUrl: server.url, retry: false })
    const route = await serveRoute(async () => {
      const error = await catchError(requestJson(slow, { path: '/v1/models', timeout: 20 }))
      return createErrorResponse(error)
    })
    const page = createTabbyClient({ baseUrl: route.url, ...quickly })
    const error = await catchError(requestJson(page, { path: '/v1/models', body: {}, operation: 'read' }))
    expect(route.bodies).toHaveLength(1)
    expect(error).toMatchObject({ code: 'timeout', status: 504 })
    expect(error!.message).not.toContain('127.0.0.1')
  })
})
