import type { LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { type ChatCompletionChunk, readChatEvents } from '@tabby/chat'
import type { TabbyStream } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { createPartWriter } from './create-part-writer.js'
import type { ChatRequest } from './to-chat-params.js'

/**
 * Makes the stream that the AI SDK reads. It never errors: `fullStream` would throw then, and `onError` would not be
 * called. An error is a part, and the stream ends after it.
 */
export function toPartStream(
  chunks: TabbyStream<ChatCompletionChunk>,
  modelId: string,
  request: ChatRequest,
  includeRawChunks: boolean,
): ReadableStream<LanguageModelV3StreamPart> {
  const parts: LanguageModelV3StreamPart[] = []
  const writer = createPartWriter((part) => void parts.push(part), modelId, request, includeRawChunks)
  const watched = mapStream<ChatCompletionChunk, ChatCompletionChunk>(chunks, (chunk, values) => {
    writer.addChunk(chunk)
    values.push(chunk)
  })
  const events = readChatEvents(watched)
  let isOver = false
  const read = async () => {
    try {
      const { done, value } = await events.next()
      isOver = done === true
      if (value) writer.addEvent(value)
      else writer.end()
    } catch (error) {
      isOver = true
      writer.fail(error)
    }
  }
  return new ReadableStream(
    {
      async pull(controller) {
        // A pull that adds nothing is not followed by another one.
        while (parts.length === 0 && !isOver) await read()
        for (const part of parts.splice(0)) controller.enqueue(part)
        if (isOver) controller.close()
      },
      cancel: () => events.cancel(),
    },
    { highWaterMark: 0 },
  )
}
