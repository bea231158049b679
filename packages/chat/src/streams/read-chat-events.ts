import type { EosReason, FinishReason, TabbyStream, ToolCall, Usage } from '@tabby/core'
import type { ChatCompletionChunk } from '../chat-completion-chunk.js'
import { mapStream } from './map-stream.js'

/** One thing that happens in a streamed answer, told apart by `type`. All but usage belong to the choice `index`. */
export type ChatEvent =
  | { type: 'reasoning'; index: number; text: string }
  | { type: 'text'; index: number; text: string }
  | { type: 'tool-call'; index: number; call: ToolCall }
  | { type: 'finish'; index: number; finish_reason: FinishReason; eos_reason: EosReason | null | undefined }
  | { type: 'usage'; usage: Usage }

/**
 * Reads a streamed answer as typed events.
 *
 * It calls nothing itself. Empty pieces are left out. A choice thinks, then speaks, then calls tools, one whole call
 * after another, then finishes; usage comes last. A `finish` with the reason `tool_calls` and no call before it means
 * that the model wrote a call that the server could not read. Leaving the loop closes the stream.
 *
 * @param stream - The pieces, from `streamChatCompletion` or anything else that yields them.
 * @returns The events, in the order in which things happened.
 * @throws Whatever the stream throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readChatEvents, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * for await (const event of readChatEvents(stream)) {
 *   if (event.type === 'text') process.stdout.write(event.text)
 *   if (event.type === 'usage') console.log(event.usage.completion_tokens)
 * }
 * ```
 */
export function readChatEvents(stream: AsyncIterable<ChatCompletionChunk>): TabbyStream<ChatEvent> {
  return mapStream(stream, ({ choices, usage }, events) => {
    for (const { index, delta, finish_reason, eos_reason } of choices) {
      if (delta.reasoning_content) events.push({ type: 'reasoning', index, text: delta.reasoning_content })
      if (delta.content) events.push({ type: 'text', index, text: delta.content })
      for (const call of delta.tool_calls ?? []) events.push({ type: 'tool-call', index, call })
      if (finish_reason) events.push({ type: 'finish', index, finish_reason, eos_reason })
    }
    if (usage) events.push({ type: 'usage', usage })
  })
}
