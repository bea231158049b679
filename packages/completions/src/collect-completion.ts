import { TabbyStreamError } from '@tabby/core'
import type { Completion, CompletionChunk } from './completion.js'
import { createCompletionCollector } from './completion-collector.js'
import { createCompletionReader } from './create-completion-reader.js'
import { requireStream } from '@tabby/kit/streams/require-stream'

/** Options of `collectCompletion`. */
export interface CollectCompletionOptions {
  /**
   * The most characters to keep of a stream; beyond that, it throws an error with the reason `too-large`. Default 64
   * Mi. For a client's stream, the client's `maxResponseSize` applies too, whichever is reached first.
   */
  readonly maxResponseSize?: number | undefined
}

/**
 * Reads a stream to its end and returns the whole completion, as `createCompletion` would.
 *
 * Makes no requests. Text and logprobs of each choice are joined, and each `text_offset` becomes a position in the
 * whole text; `id`, `model`, `created` and usage are included. `eos_reason` is missing when the server omitted it.
 *
 * @param stream - The chunks, from `streamCompletion` or anything else that yields them. It is read to its end.
 * @param options - How much to keep.
 * @returns The completion, in the shape of one that was not streamed; unknown fields are kept.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws TabbyStreamError when the stream has no choice (`truncated`), cannot be understood (`invalid-event`) or is
 *   larger than the limit (`too-large`).
 * @throws Whatever the stream throws; a TabbyStreamError has the text so far in `partial`.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { collectCompletion, streamCompletion } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamCompletion(client, { prompt: 'Once upon a time', max_tokens: 50 })
 * const completion = await collectCompletion(stream)
 * console.log(completion.choices[0]?.text, completion.usage?.completion_tokens)
 * ```
 */
export async function collectCompletion(
  stream: AsyncIterable<CompletionChunk>,
  options: CollectCompletionOptions = {},
): Promise<Completion> {
  requireStream('collectCompletion', stream)
  const collector = createCompletionCollector({ maxResponseSize: options?.maxResponseSize })
  const read = createCompletionReader()
  for await (const event of stream) {
    const chunk = read(event)
    if (chunk) collector.add(chunk)
  }
  const fault = collector.findFault()
  if (fault) throw new TabbyStreamError('stream_error', fault.message, { reason: fault.reason })
  return collector.getResult()
}
