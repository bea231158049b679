import type { ChatChoice } from '@tabby/chat'
import type { ToolCall } from '@tabby/core'
import { requireCalls } from '../chat/require-calls.js'
import { type OpenAILogprob, toLogprobs } from '../chat/to-logprobs.js'
import { createId, toToolCall } from '../chat/to-tool-call.js'

/** The progress of an item. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

/** Reasoning, as an item of the output. */
export const toReasoningItem = (text: string, status: ItemStatus, id = createId('rs')) => ({
  id,
  type: 'reasoning',
  summary: [],
  content: [{ type: 'reasoning_text', text }],
  status,
})

/** Text as a part of a message. */
export const toTextPart = (text: string, logprobs: OpenAILogprob[] = []) => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs,
})

/** A message with one text, as an item of the output. */
export const toMessageItem = (
  text: string,
  status: ItemStatus,
  logprobs: OpenAILogprob[] = [],
  id = createId('msg'),
) => ({ id, type: 'message', role: 'assistant', status, content: [toTextPart(text, logprobs)] })

/** A tool call, as an item of the output. */
export const toCallItem = (call: ToolCall, status: ItemStatus, id = createId('fc')) => {
  const { id: call_id, function: called } = toToolCall(call)
  return { id, type: 'function_call', call_id, ...called, status }
}

/** Writes a reply as the items of a response: reasoning, then the message, then the calls. */
export function toOutputItems({ message, finish_reason, logprobs }: ChatChoice): object[] {
  const { content, reasoning_content: reasoning, tool_calls: calls = [] } = message
  requireCalls(finish_reason, !!calls?.length)
  const status = finish_reason === 'length' ? 'incomplete' : 'completed'
  return [
    ...(reasoning ? [toReasoningItem(reasoning, 'completed')] : []),
    ...(content || !calls?.length ? [toMessageItem(content ?? '', status, toLogprobs(logprobs)?.content)] : []),
    ...(calls ?? []).map((call) => toCallItem(call, 'completed')),
  ]
}
