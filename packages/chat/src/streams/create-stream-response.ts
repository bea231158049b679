import { isTabbyError } from '@tabby/core'
import { toReadableStream } from './to-readable-stream.js'

/**
 * Makes a `Response` of server-sent events, to pass a stream through a route of your own server to a browser.
 *
 * It calls nothing itself. The events are those of TabbyAPI: `data:` with JSON, `[DONE]` at the end, in case of a
 * failure `{"error": ...}` instead, and a ping when 15 s were silent. So `streamChatCompletion` reads them when the
 * route is `/v1/chat/completions` of the client's `baseUrl`, and `requestStream` at any other path. The browser that
 * goes away closes the connection to TabbyAPI, and one that reads slowly holds it back. Errors carry the message and
 * code of this family's errors; of others nothing is told.
 *
 * @param stream - Any stream of values that JSON can hold: pieces, events, text.
 * @param init - Status and headers, added to those of an event stream.
 * @returns The response, not yet read.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createStreamResponse, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 *
 * async function handlePost(request: Request) {
 *   const { messages } = await request.json()
 *   return createStreamResponse(await streamChatCompletion(client, { messages, max_tokens: 500 }))
 * }
 *
 * const body = JSON.stringify({ messages: [{ role: 'user', content: 'Say hello' }] })
 * console.log(await (await handlePost(new Request('http://localhost/', { method: 'POST', body }))).text())
 * ```
 */
export function createStreamResponse(stream: AsyncIterable<unknown>, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers)
  headers.set('content-type', 'text/event-stream; charset=utf-8')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  // nginx would keep the whole stream back otherwise.
  headers.set('x-accel-buffering', 'no')
  return new Response(toReadableStream(toEvents(stream)), { ...init, headers })
}

/** How long the source may be silent before a ping: as long as TabbyAPI's own, for proxies that give up after 60 s. */
const pingInterval = 15_000

/** No generator: one that was never begun would not close its source when the browser leaves early. */
function toEvents(stream: AsyncIterable<unknown>): AsyncIterableIterator<Uint8Array> {
  const source = stream[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const toLines = (text: string) => ({ done: false, value: encoder.encode(`${text}\n\n`) })
  const toEvent = (data: string) => toLines(`data: ${data}`)
  let isOver = false
  /** What is waited for. It goes on while pings are sent. */
  let coming: Promise<IteratorResult<unknown>> | undefined
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
        const { message, code } = isTabbyError(error) ? error : { message: 'The stream failed', code: undefined }
        return toEvent(JSON.stringify({ error: { message, code } }))
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
