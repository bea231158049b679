import type { TabbyStream } from '@tabby/core'
import { toTabbyStream } from '@tabby/kit/streams/to-tabby-stream'

/**
 * Makes a stream from a web `ReadableStream`, in every runtime: Safari cannot iterate over one.
 *
 * Makes no requests, and reads nothing before you ask for it. Leaving the loop and `cancel()` cancel the readable
 * stream. Its chunks are passed on as they are: to read bytes of server-sent events, send a request with
 * `streamChatCompletion` or `requestStream`.
 *
 * @param readable - What to read; it is locked from then on.
 * @returns The same chunks. A stream can be read only once.
 * @throws While it is read: whatever the readable stream was errored with.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readWebStream, readChatText, streamChatCompletion, toReadableStream } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const readable = toReadableStream(stream) // passed to a worker, for example
 * for await (const text of readChatText(readWebStream(readable))) process.stdout.write(text)
 * ```
 */
export function readWebStream<T>(readable: ReadableStream<T>): TabbyStream<T> {
  const reader = readable.getReader()
  let isClosed = false
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    const { done, value } = await reader.read()
    // What is read during a cancel is dropped, as in core's own streams.
    return done || isClosed ? { done: true, value: undefined } : { done: false, value }
  }
  const close = async () => {
    isClosed = true
    // Cancelling a failed one rejects with the failure, which its reader has already seen.
    await reader.cancel().catch(() => {})
  }
  return toTabbyStream({ next, close })
}
