import { type TabbyStream, TabbyStreamError } from '@tabby/core'
import type { CompletionChunk } from './completion-chunk.js'
import { createCompletionReader } from './create-completion-reader.js'

/**
 * Reads the text of a streamed completion, piece by piece.
 *
 * It calls nothing itself. It gives the text of the first choice, and of no other. Leaving the loop closes the stream,
 * and the server stops.
 *
 * @param stream - The pieces, from `streamCompletion` or anything else that yields them.
 * @returns The text, in pieces of one token or more, none of them empty.
 * @throws Whatever the stream throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readCompletionText, streamCompletion } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamCompletion(client, { prompt: 'Once upon a time', max_tokens: 50 })
 * for await (const text of readCompletionText(stream)) process.stdout.write(text)
 * ```
 */
export function readCompletionText(stream: AsyncIterable<CompletionChunk>): TabbyStream<string> {
  // No generator: one that nobody has pulled yet runs nothing when it is left, so the stream would stay open.
  const source = stream[Symbol.asyncIterator]()
  const over = { done: true, value: undefined } as const
  let isTaken = false
  let isLeft = false
  const read = createCompletionReader()
  const readOrClose = async (event: unknown) => {
    try {
      return read(event)
    } catch (error) {
      await close()
      throw error
    }
  }
  const close = async () => {
    isLeft = true
    await source.return?.()
    return over
  }
  return {
    async next() {
      while (!isLeft) {
        const { done, value } = await source.next()
        if (done) break
        const chunk = await readOrClose(value)
        const text = chunk?.choices
          .filter(({ index }) => index === 0)
          .map((choice) => choice.text)
          .join('')
        if (text && !isLeft) return { done: false, value: text }
      }
      return over
    },
    return: close,
    cancel: close as () => Promise<unknown> as () => Promise<void>,
    [Symbol.asyncIterator]() {
      if (isTaken) throw new TabbyStreamError('stream_error', 'A stream has one reader', { reason: 'already-read' })
      isTaken = true
      return this
    },
    [Symbol.asyncDispose]: close as () => Promise<unknown> as () => Promise<void>,
  }
}
