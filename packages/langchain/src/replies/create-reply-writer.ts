import type { ChatEvent, Usage } from '@tabby/chat'
import { AIMessageChunk, type AIMessageChunkFields, type UsageMetadata } from '@langchain/core/messages'
import { ChatGenerationChunk } from '@langchain/core/outputs'
import { requireReadCalls } from './require-read-calls.js'
import { type ReplyEnd, toResponseMetadata } from './to-response-metadata.js'
import { toCallChunk } from './to-tool-calls.js'
import { toUsageMetadata } from './to-usage-metadata.js'

/** LangChain's own type takes no usage under `exactOptionalPropertyTypes`. */
type ChunkFields = Pick<AIMessageChunkFields, 'additional_kwargs' | 'response_metadata' | 'tool_call_chunks'> & {
  usage_metadata?: UsageMetadata
}

/**
 * Writes the events of a reply as chunks of LangChain. They are added up there, texts one after another and numbers in
 * sums, so usage and metadata are in one chunk alone, the last.
 */
export function createReplyWriter(toolNames: readonly string[]) {
  let text = ''
  let calls = 0
  let hasReasoning = false
  let end: ReplyEnd = { model: '', finish_reason: null }
  let usage: Usage | undefined

  const write = (piece: string, fields: ChunkFields, reasoning = '') => {
    if (reasoning) hasReasoning = true
    // Blocks are needed only once there was reasoning: most code expects the text of a reply as a string.
    const content = hasReasoning
      ? [
          ...(reasoning ? [{ type: 'reasoning' as const, reasoning, index: 0 }] : []),
          ...(piece ? [{ type: 'text' as const, text: piece, index: 1 }] : []),
        ]
      : piece
    return new ChatGenerationChunk({
      text: piece,
      message: new AIMessageChunk({ ...fields, content } as AIMessageChunkFields),
    })
  }

  return {
    /** The chunk of an event, if it has one of its own. */
    add(event: ChatEvent): ChatGenerationChunk | undefined {
      switch (event.type) {
        case 'reasoning':
          return write('', {}, event.text)
        case 'text':
        case 'refusal':
          if (toolNames.length > 0) text += event.text
          return write(
            event.text,
            event.type === 'text' && event.logprobs ? { additional_kwargs: { logprobs: event.logprobs } } : {},
          )
        case 'tool-call':
          return write('', { tool_call_chunks: [toCallChunk(event.call, calls++)] })
        case 'finish':
          end = event
          return undefined
        case 'usage':
          usage = event.usage
          return undefined
      }
    },
    /** The last chunk: how the reply ended, and what it took. */
    getLast(): ChatGenerationChunk {
      requireReadCalls({ text, finishReason: end.finish_reason, calls, toolNames })
      return write('', {
        response_metadata: toResponseMetadata(end, usage),
        ...(usage && { usage_metadata: toUsageMetadata(usage) }),
      })
    },
  }
}
