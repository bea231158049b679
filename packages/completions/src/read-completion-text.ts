import type { CompletionChunk } from './completion-chunk.js'

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
export async function* readCompletionText(
  stream: AsyncIterable<CompletionChunk>,
): AsyncGenerator<string, void, undefined> {
  for await (const { choices } of stream) {
    for (const { index, text } of choices) if (index === 0 && text) yield text
  }
}
