import type { TabbyStream } from '@tabby/core'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import { createChunkReader } from './deltas/create-chunk-reader.js'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { requireStream } from '@tabby/kit/streams/require-stream'

/**
 * Reads the text of a streamed chat completion, chunk by chunk.
 *
 * Makes no requests. Yields the content of the first choice, without reasoning and tool calls. Leaving the loop closes
 * the stream, and the server stops generating.
 *
 * @param stream - The chunks, from `streamChatCompletion` or anything else that yields them.
 * @returns The text, in chunks of one token or more, none of them empty.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws Whatever the stream throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readChatText, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * for await (const text of readChatText(stream)) process.stdout.write(text)
 * ```
 */
export function readChatText(stream: AsyncIterable<ChatCompletionChunk>): TabbyStream<string> {
  requireStream('readChatText', stream)
  const read = createChunkReader()
  return mapStream(stream, (event, texts) => {
    for (const { index, delta } of read(event)?.choices ?? []) {
      if (index === 0 && delta.content) texts.push(delta.content)
    }
  })
}
