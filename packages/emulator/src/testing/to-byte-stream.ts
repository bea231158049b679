/**
 * Makes a body that arrives in these chunks, without a socket.
 *
 * @param chunks - The chunks, in order.
 * @returns A stream that delivers each as it is.
 * @throws nothing: the stream always ends well.
 * @example
 * ```ts
 * import { toByteStream } from '@tabby/emulator/testing'
 *
 * console.log(await new Response(toByteStream([new Uint8Array([111, 107])])).text()) // ok
 * ```
 */
export function toByteStream(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}
