import { createErrorResponse } from './create-error-response.js'
import { toErrorBody } from './to-error-body.js'
import { toReadableStream } from './to-readable-stream.js'

/** A stream that is still to be opened: a promise of one, or a function that opens it and may take its time. */
export type LazyStream =
  PromiseLike<AsyncIterable<unknown>> | (() => AsyncIterable<unknown> | PromiseLike<AsyncIterable<unknown>>)

/**
 * Makes a `Response` of server-sent events, to pass a stream through a route of your own server to a browser.
 *
 * Makes no requests itself. The events are those of TabbyAPI: `data:` with JSON, `[DONE]` at the end, `{"error": ...}`
 * instead when the stream fails, and a ping after 15 s of silence. So `streamChatCompletion` reads them when the route
 * is `/v1/chat/completions` below the client's `baseUrl`, and `requestStream` reads them at any other path. A browser
 * that leaves closes the connection to TabbyAPI, and one that reads slowly holds it back.
 *
 * A stream that is open already always gets the status 200. Pass a function that opens the stream, or a promise of it,
 * and a refused request is answered as `createErrorResponse` answers it, with the server's status. The response then
 * waits for the first event, for at most 15 s: `streamTools` sends its first request only when an event is asked for.
 * Errors carry the message and code of this family's errors; of others nothing is told.
 *
 * @param stream - Any stream of values that JSON can hold (chunks, events, text), or a function or promise that gives
 *   one.
 * @param init - Status and headers, added to those of an event stream. An error response gets the headers alone.
 * @returns The response, not yet read; a promise of it when the stream is still to be opened. It never rejects.
 *
 * @throws Whatever the stream throws when it is asked for its iterator: a stream has one reader.
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
  // nginx would keep the whole stream back otherwise.
  headers.set('x-accel-buffering', 'no')
  return new Response(toReadableStream(toEvents(source, first)), { ...init, headers })
}

/** Opens a stream, and waits for its first event or its failure, whichever decides about the status. */
async function openResponse(stream: LazyStream, init: ResponseInit): Promise<Response> {
  let timer
  try {
    const opened = await (typeof stream === 'function' ? stream() : stream)
    const source = opened[Symbol.asyncIterator]()
    const first = source.next()
    const silence = new Promise<void>((resolve) => (timer = setTimeout(resolve, pingInterval)))
    await Promise.race([first, silence])
    return toResponse(source, init, first)
  } catch (error) {
    return createErrorResponse(error, init)
  } finally {
    clearTimeout(timer)
  }
}

/** How long the source may be silent before a ping: as long as TabbyAPI's own, for proxies that give up after 60 s. */
const pingInterval = 15_000

/** No generator: one that was never begun would not close its source when the browser leaves early. */
function toEvents(
  source: AsyncIterator<unknown>,
  first: Promise<IteratorResult<unknown>> | undefined,
): AsyncIterableIterator<Uint8Array> {
  const encoder = new TextEncoder()
  const toLines = (text: string) => ({ done: false, value: encoder.encode(`${text}\n\n`) })
  const toEvent = (data: string) => toLines(`data: ${data}`)
  let isOver = false
  /** What is waited for. It goes on while pings are sent. */
  let coming = first
  return {
    async next() {
      if (isOver) return { done: true, value: undefined }
      let timer
      try {
        coming ??= source.next()
        const silence = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, pingInterval)))
        const result = await Promise.race([coming, silence])
        if (!result) return toLines(': ping')
        coming = undefined
        const { done, value } = result
        isOver = !!done
        return toEvent(done ? '[DONE]' : JSON.stringify(value))
      } catch (error) {
        isOver = true
        // A value that JSON cannot hold leaves a source that would go on.
        await source.return?.().catch(() => {})
        return toEvent(JSON.stringify({ error: toErrorBody(error, 'The stream failed') }))
      } finally {
        clearTimeout(timer)
      }
    },
    async return() {
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
