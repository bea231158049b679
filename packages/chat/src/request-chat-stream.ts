import {
  requestStream,
  type TabbyClient,
  type TabbyCollector,
  type TabbyStream,
  type TabbyStreamRequestOptions,
} from '@tabby/core'
import { createIndexShift } from '@tabby/kit/deltas/chunk-fields'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import type { ChatCompletionParams } from './chat-completion-params.js'
import { createChunkReader } from './deltas/create-chunk-reader.js'
import { readChatCompletion, toChatBody } from './create-chat-completion.js'

/** Requests a reply in chunks, which the collector assembles. */
export async function requestChatStream(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: TabbyStreamRequestOptions | undefined,
  collector: TabbyCollector<ChatCompletionChunk>,
): Promise<TabbyStream<ChatCompletionChunk>> {
  const body = toChatBody(params, true)
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
    body,
    schema: { '~standard': { version: 1, vendor: 'tabby', validate: (event) => ({ value: readEvent(event)! }) } },
    collector,
    readDocument: toChatChunks,
  })
}

/**
 * Makes chunks from a whole completion, one for each choice as in a stream, for a server that has streaming turned off
 * and responds with JSON.
 */
export function toChatChunks(document: unknown): ChatCompletionChunk[] {
  const { choices, usage, ...answer } = readChatCompletion(document)
  return choices.map(({ message, ...choice }, position) => ({
    ...answer,
    object: 'chat.completion.chunk',
    choices: [{ ...choice, delta: message }],
    usage: choices[position + 1] ? null : usage!,
  }))
}
