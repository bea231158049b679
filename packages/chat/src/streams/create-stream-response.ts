import { type EventWriting, toEventBytes, waitForFirst } from '@tabby/kit/streams/to-event-bytes'
import { createErrorResponse } from './create-error-response.js'
import { toErrorBody } from './to-error-body.js'
import { toReadableStream } from './to-readable-stream.js'

/** A stream that is not open yet: a promise of one, or a function that opens it, possibly async. */
export type LazyStream =
  PromiseLike<AsyncIterable<unknown>> | (() => AsyncIterable<unknown> | PromiseLike<AsyncIterable<unknown>>)

/**
 * Makes a `Response` of server-sent events, to pass a stream through a route of your own server to a browser.
 *
 * Makes no requests itself. The events are those of TabbyAPI: `data:` with JSON, `[DONE]` at the end, `{"error": ...}`
 * instead if the stream fails, and a ping after 15 s of silence. So `streamChatCompletion` reads them if the route is
 * `/v1/chat/completions` below the client's `baseUrl`, and `requestStream` reads them at any other path. A browser that
 * leaves closes the connection to TabbyAPI, and one that reads slowly holds it back.
 *
 * A stream that is already open always gets the status 200. If you pass a function that opens the stream, or a promise
 * of it, a refused request gets the response of `createErrorResponse`, with the server's status. The response then
 * waits for the first event, for at most 15 s: `streamTools` sends its first request only when an event is requested.
 * Error events carry the message and code of this family's errors; other errors get a fixed message.
 *
 * @param stream - Any stream of values that JSON can hold (chunks, events, text), or a function or promise that returns
 *   one.
 * @param init - Status and headers, added to those of an event stream. An error response gets only the headers.
 * @returns The response, not yet read; a promise of it if the stream is not open yet. It never rejects.
 *
 * @throws Whatever the stream throws when its iterator is requested, for example if it was read before.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createStreamResponse, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 *
 * async function handlePost(request: Request): Promise<Response> {
 *   return createStreamResponse(async () => {
 *     const { messages } = await request.json()
 *     return streamChatCompletion(client, { messages, max_tokens: 500 }, { signal: request.signal })
 *   })
 * }
 *
 * const body = JSON.stringify({ messages: [{ role: 'user', content: 'Say hello' }] })
 * console.log(await (await handlePost(new Request('http://localhost/', { method: 'POST', body }))).text())
 * ```
 */
export function createStreamResponse(stream: AsyncIterable<unknown>, init?: ResponseInit): Response
export function createStreamResponse(stream: LazyStream, init?: ResponseInit): Promise<Response>
export function createStreamResponse(
  stream: AsyncIterable<unknown> | LazyStream,
  init?: ResponseInit,
): Response | Promise<Response> {
  const given = init ?? {}
  return Symbol.asyncIterator in stream
    ? toResponse(stream[Symbol.asyncIterator](), given)
    : openResponse(stream, given)
}

function toResponse(
  source: AsyncIterator<unknown>,
  init: ResponseInit,
  first?: Promise<IteratorResult<unknown>>,
): Response {
  const headers = new Headers(init.headers ?? undefined)
  headers.set('content-type', 'text/event-stream; charset=utf-8')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  // Otherwise nginx would hold back the whole stream.
  headers.set('x-accel-buffering', 'no')
  return new Response(toReadableStream(toEventBytes(source, writing, first)), { ...init, headers })
}

/** Opens a stream, and waits for its first event or its failure, which decides the status. */
async function openResponse(stream: LazyStream, init: ResponseInit): Promise<Response> {
  try {
    const opened = await (typeof stream === 'function' ? stream() : stream)
    const source = opened[Symbol.asyncIterator]()
    const { coming } = await waitForFirst(source)
    return toResponse(source, init, coming)
  } catch (error) {
    return createErrorResponse(error, init)
  }
}

const toFrame = (value: unknown) => `data: ${JSON.stringify(value)}`
const writing: EventWriting<unknown> = {
  toFrame,
  last: 'data: [DONE]',
  toErrorFrame: (error) => toFrame({ error: toErrorBody(error, 'The stream failed') }),
}
