/** The same answer with another body, made chunk by chunk from the old one as the client asks for it. */
export function rewriteBody(
  response: Response,
  rewrite: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Response {
  const { status, headers, body } = response
  if (!body) return response
  const reader = body.getReader()
  async function* readChunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  }
  const iterator = rewrite(readChunks())[Symbol.asyncIterator]()
  const rewritten = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      // The reader, not the generator: a generator that waits would answer return() only when its wait is over.
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return new Response(rewritten, { status, headers })
}
