import type { TabbyStream } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { requireStream } from '@tabby/kit/streams/require-stream'
import type { CompletionChunk } from './completion.js'
import { createCompletionReader } from './create-completion-reader.js'

/**
 * Reads the text of a streamed completion, chunk by chunk.
 *
 * Makes no requests. Yields only the text of the first choice. Leaving the loop closes the stream, and the server
 * stops.
 *
 * @param stream - The chunks, from `streamCompletion` or anything else that yields them.
 * @returns The text, in parts of one token or more, none of them empty.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
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
  requireStream('readCompletionText', stream)
  const read = createCompletionReader()
  return mapStream(stream, (event, texts) => {
    for (const { index, text } of read(event)?.choices ?? []) if (index === 0 && text) texts.push(text)
  })
}
