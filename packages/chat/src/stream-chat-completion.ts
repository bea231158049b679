import type { TabbyClient, TabbyStream, TabbyStreamRequestOptions } from '@tabby/core'
import { createChatCollector } from './chat-collector.js'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import type { ChatCompletionParams } from './chat-completion-params.js'
import { requestChatStream } from './request-chat-stream.js'

/**
 * Completes a chat and streams the completion in chunks.
 *
 * `POST /v1/chat/completions` with `stream: true`. It resolves once the server has accepted the request, and rejects
 * before the first chunk if it has not. Reasoning comes first, then content; tool calls come whole, in one chunk at the
 * end. Usage is requested by default and comes with the last chunk, which then has no `eos_reason`. From a server that
 * has streaming turned off, the whole reply comes as one chunk per choice.
 *
 * Leaving the loop, `cancel()` and the signal close the connection, and the server stops generating at once. Cancel a
 * stream that you never read.
 *
 * @param params - The conversation, samplers, tools and reasoning. Unknown fields go into `extra`.
 * @param options - Signal, timeouts, headers and retries of this call.
 * @returns The chunks. A stream can be read only once.
 * @throws TabbyApiError with the code `no_model_loaded`, `context_length_exceeded` or `validation_error`.
 * @throws TabbyStreamError while it is read: when the model crashes (`server-error`), or when the connection ends
 *   before all choices have ended (`truncated`). Its `partial` is the completion so far, a `ChatCompletion`.
 * @throws TabbyTimeoutError while it is read, with a `partial` too, for example when the model was unloaded.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * for await (const { choices, usage } of stream) {
 *   process.stdout.write(choices[0]?.delta.content ?? '')
 *   if (usage) console.log(usage.completion_tokens_per_sec)
 * }
 * ```
 */
export async function streamChatCompletion(
  client: TabbyClient,
  params: ChatCompletionParams,
  options?: TabbyStreamRequestOptions,
): Promise<TabbyStream<ChatCompletionChunk>> {
  return requestChatStream(
    client,
    params,
    options,
    createChatCollector({
      expectedChoices: params?.n,
      maxResponseSize: client.streaming.maxResponseSize,
      keepPartial: options?.keepPartial,
    }),
  )
}
