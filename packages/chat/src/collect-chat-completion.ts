import { TabbyStreamError } from '@tabby/core'
import { createChatCollector } from './chat-collector.js'
import type { ChatCompletion } from './chat-completion.js'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import { createChunkReader } from './deltas/create-chunk-reader.js'
import { requireStream } from '@tabby/kit/streams/require-stream'

/** Options of `collectChatCompletion`. */
export interface CollectChatOptions {
  /**
   * The most characters to keep of a stream; more are an error with the reason `too-large`. Default 64 Mi. A stream
   * from a client also has the client's `maxResponseSize`; whichever is reached first applies.
   */
  readonly maxResponseSize?: number | undefined
}

/**
 * Reads a stream to its end and returns the whole completion, as `createChatCompletion` would.
 *
 * Makes no requests. Assembles the text, reasoning, tool calls and logprobs of each choice; `usage`, `id`, `model` and
 * `created` are those of the last chunk. Two things differ from a completion that was not streamed: content of only
 * spaces is kept, and `eos_reason` is missing if the server omitted it.
 *
 * @param stream - The chunks, from `streamChatCompletion` or anything else that yields them. It is read to its end.
 * @param options - How much to keep.
 * @returns The completion, in the shape of one that was not streamed; unknown fields are kept.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws TabbyStreamError when the stream has no choice (`truncated`), cannot be understood (`invalid-event`) or is
 *   larger than the limit (`too-large`).
 * @throws Whatever the stream throws; a TabbyStreamError has the completion so far in `partial`.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { collectChatCompletion, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const completion = await collectChatCompletion(stream)
 * console.log(completion.choices[0]?.message.content, completion.usage?.completion_tokens)
 * ```
 */
export async function collectChatCompletion(
  stream: AsyncIterable<ChatCompletionChunk>,
  options: CollectChatOptions = {},
): Promise<ChatCompletion> {
  requireStream('collectChatCompletion', stream)
  const collector = createChatCollector({ maxResponseSize: options?.maxResponseSize })
  const read = createChunkReader()
  for await (const event of stream) {
    const chunk = read(event)
    if (chunk) collector.add(chunk)
  }
  const fault = collector.findFault()
  if (fault) throw new TabbyStreamError('stream_error', fault.message, { reason: fault.reason })
  return collector.getResult()
}
