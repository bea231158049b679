import type { TabbyClient, TabbyStream, TabbyStreamRequestOptions } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import type { CompletionChunk } from './completion.js'
import { createCompletionCollector } from './completion-collector.js'
import type { StreamCompletionParams } from './completion-params.js'
import { requestCompletionStream } from './request-completion-stream.js'

/**
 * Completes a prompt and streams the completion in chunks.
 *
 * `POST /v1/completions` with `stream: true`. It resolves when the server has accepted the request, and rejects before
 * the first chunk when it has not. The server fails without `max_tokens`, so it cannot be left out here; 0 fills the
 * context. With several choices, choice i gets 5 * i tokens more than requested. Usage is requested by default and
 * comes with the last chunk, which then has no `eos_reason`. From a server with streaming turned off, the whole text
 * comes as one chunk per choice.
 *
 * Leaving the loop, `cancel()` and the signal close the connection, and the server stops at once. Cancel a stream that
 * you never read.
 *
 * @param params - The prompt, `max_tokens` and samplers. Unknown fields go into `extra`.
 * @param options - Signal, timeouts, headers and retries of this call.
 * @returns The chunks. A stream can be read once.
 * @throws TabbyRequestError without `max_tokens`, `max_completion_tokens` or `max_length`; nothing is sent then.
 * @throws TabbyApiError with the code `no_model_loaded`, `context_length_exceeded` or `validation_error`.
 * @throws TabbyStreamError while it is read: when the model crashes (`server-error`), or when the connection ends
 *   before all choices have ended (`truncated`). Its `partial` is the text so far, a `Completion`.
 * @throws TabbyTimeoutError while it is read, with a `partial` too, for example when the model was unloaded.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { streamCompletion } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const stream = await streamCompletion(client, { prompt: 'Once upon a time', max_tokens: 50 })
 * for await (const { choices, usage } of stream) {
 *   process.stdout.write(choices[0]?.text ?? '')
 *   if (usage) console.log(usage.completion_tokens_per_sec)
 * }
 * ```
 */
export async function streamCompletion(
  client: TabbyClient,
  params: StreamCompletionParams,
  options?: TabbyStreamRequestOptions,
): Promise<TabbyStream<CompletionChunk>> {
  requireParams('POST /v1/completions', params)
  const expectedChoices = (params.n ?? 1) * ([params.prompt].flat().length || 1)
  return requestCompletionStream(
    client,
    params,
    options,
    createCompletionCollector({
      expectedChoices,
      maxResponseSize: client.streaming.maxResponseSize,
      keepPartial: options?.keepPartial,
    }),
  )
}
