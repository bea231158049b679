import type { EosReason, FinishReason, TabbyStream, ToolCall, Usage } from '@tabby/core'
import type { ChatCompletionChunk, ChatDelta } from '../chat-completion-chunk.js'
import type { ChatLogprobs } from '../chat-completion.js'
import { type CallCollector, createCallCollector } from '../deltas/create-call-collector.js'
import { createChunkReader } from '../deltas/create-chunk-reader.js'
import { createSizeLimit } from '@tabby/kit/deltas/create-size-limit'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { requireStream } from '@tabby/kit/streams/require-stream'

/** One event of a streamed reply, distinguished by `type`. All but usage belong to the choice `index`. */
export type ChatEvent =
  | { type: 'reasoning'; index: number; text: string }
  | { type: 'text'; index: number; text: string; logprobs?: ChatLogprobs | null | undefined }
  /** Why the model does not reply: OpenAI and similar servers send it in a separate field, TabbyAPI never does. */
  | { type: 'refusal'; index: number; text: string }
  | { type: 'tool-call'; index: number; call: ToolCall }
  | {
      type: 'finish'
      index: number
      /** The model that replied, regardless of the name in the request. */
      model: string
      finish_reason: FinishReason
      eos_reason: EosReason | null | undefined
    }
  | { type: 'usage'; usage: Usage }

/**
 * Reads a streamed reply as typed events.
 *
 * Makes no requests. Skips empty chunks. A choice has reasoning, then text, then tool calls, one whole call after
 * another, then it finishes; usage comes last. Calls that arrive in parts are assembled first, so they come when the
 * choice finishes. A `finish` with the reason `tool_calls` and no call before it means that the model wrote a call that
 * the server could not read. A text event has `logprobs` if you requested them. Leaving the loop closes the stream.
 *
 * @param stream - The chunks, from `streamChatCompletion` or anything else that yields them.
 * @returns The events, in the order in which things happened.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
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
  requireStream('readChatEvents', stream)
  const read = createChunkReader()
  const size = createSizeLimit()
  const calls = new Map<number, CallCollector>()
  const finished = new Set<number>()
  const addCalls = (index: number, events: ChatEvent[]) => {
    for (const call of calls.get(index)?.get() ?? []) events.push({ type: 'tool-call', index, call })
    calls.delete(index)
  }
  const addEvents = (event: ChatCompletionChunk, events: ChatEvent[]) => {
    const { choices = [], usage } = read(event) ?? {}
    for (const { index, delta, finish_reason, eos_reason, logprobs } of choices) {
      const { refusal }: ForeignDelta = delta
      if (delta.reasoning_content) events.push({ type: 'reasoning', index, text: delta.reasoning_content })
      if (delta.content) events.push({ type: 'text', index, text: delta.content, ...(logprobs && { logprobs }) })
      if (refusal && typeof refusal === 'string') events.push({ type: 'refusal', index, text: refusal })
      if (delta.tool_calls?.length) {
        if (!calls.has(index)) calls.set(index, createCallCollector(size))
        calls.get(index)!.add(delta.tool_calls)
      }
      if (!finish_reason || finished.has(index)) continue
      finished.add(index)
      addCalls(index, events)
      events.push({ type: 'finish', index, model: event.model, finish_reason, eos_reason })
    }
    if (usage) events.push({ type: 'usage', usage })
  }
  // Calls of a choice that never finished: they counted as incomplete until the stream ended.
  return mapStream(stream, addEvents, (events) => {
    for (const index of calls.keys()) addCalls(index, events)
  })
}

type ForeignDelta = ChatDelta & { refusal?: unknown }
