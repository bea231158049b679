import { requestStream, type TabbyClient, type TabbyStream, type TabbyStreamCallOptions } from '@tabby/core'
import { createChatCollector } from './chat-collector.js'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import type { ChatCompletionParams } from './chat-completion-params.js'
import { readChatDocument } from './read-chat-document.js'
import { toChatBody } from './to-chat-body.js'

/** Asks for an answer piece by piece. A caller that needs the whole answer too brings the collector. */
export function requestChatStream(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: TabbyStreamCallOptions | undefined,
  collector = createChatCollector(params.n ?? 1),
): Promise<TabbyStream<ChatCompletionChunk>> {
  return requestStream(client, {
    ...options,
    path: '/v1/chat/completions',
    body: toChatBody(params, true),
    collector,
    readDocument: readChatDocument,
  })
}
