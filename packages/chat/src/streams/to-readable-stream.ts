import { requireStream } from '@tabby/kit/streams/require-stream'

/**
 * Makes a web `ReadableStream` from a stream, for code that needs one: `pipeThrough`, a worker, a framework.
 *
 * Makes no requests. Chunks stay objects; `createStreamResponse` writes them as bytes. Nothing is read before the
 * consumer asks. Cancelling closes the connection.
 *
 * @param stream - Any stream: chunks, events, text.
 * @returns The same chunks.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws While it is read: whatever the stream throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readChatText, streamChatCompletion, toReadableStream } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const bytes = toReadableStream(readChatText(stream)).pipeThrough(new TextEncoderStream())
 * console.log(await new Response(bytes).text())
 * ```
 */
export function toReadableStream<T>(stream: AsyncIterable<T>): ReadableStream<T> {
  requireStream('toReadableStream', stream)
  const source = stream[Symbol.asyncIterator]()
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const { done, value } = await source.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await source.return?.()
      },
    },
    // The default would read one chunk ahead, before anyone asked for it.
    { highWaterMark: 0 },
  )
}
