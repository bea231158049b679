import {
  requestStream,
  type TabbyClient,
  type TabbyCollector,
  type TabbyStream,
  type TabbyStreamRequestOptions,
} from '@tabby/core'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import type { ChatCompletionParams } from './chat-completion-params.js'
import { createIndexShift } from '@tabby/kit/deltas/create-index-shift'
import { createChunkReader } from './deltas/create-chunk-reader.js'
import { toChatChunks } from './to-chat-chunks.js'
import { toChatBody } from './to-chat-body.js'

/** Asks for an answer piece by piece, which the collector puts together. */
export async function requestChatStream(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: TabbyStreamRequestOptions | undefined,
  collector: TabbyCollector<ChatCompletionChunk>,
): Promise<TabbyStream<ChatCompletionChunk>> {
  const read = createChunkReader()
  const shift = (params.n ?? 1) === 1 ? createIndexShift() : undefined
  const readEvent = (event: unknown) => {
    const chunk = read(event)
    const choices = chunk && shift?.(chunk.choices)
    return choices && choices !== chunk.choices ? { ...chunk, choices } : chunk
  }
  return requestStream<ChatCompletionChunk>(client, {
    ...options,
    path: '/v1/chat/completions',
    body: toChatBody(params, true),
    schema: { '~standard': { version: 1, vendor: 'tabby', validate: (event) => ({ value: readEvent(event)! }) } },
    collector,
    readDocument: toChatChunks,
  })
}
