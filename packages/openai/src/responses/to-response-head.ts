import type { ChatCompletionParams } from '@tabby/chat'
import { createId } from '../chat/to-tool-call.js'

/** What a response repeats from its request, with OpenAI's defaults filled in. */
export type ResponseHead = ReturnType<typeof toResponseHead>

/** Begins a response: everything but its output. */
export function toResponseHead(body: Record<string, unknown>, { model, temperature, top_p }: ChatCompletionParams) {
  const take = (field: string, otherwise: unknown) => body[field] ?? otherwise
  return {
    id: createId('resp'),
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: take('instructions', null),
    max_output_tokens: take('max_output_tokens', null),
    metadata: take('metadata', {}),
    model: model ?? '',
    output: [],
    parallel_tool_calls: take('parallel_tool_calls', true),
    previous_response_id: null,
    reasoning: { effort: null, ...(take('reasoning', {}) as object), summary: null },
    service_tier: 'default',
    store: false,
    temperature: temperature ?? 1,
    text: take('text', { format: { type: 'text' } }),
    tool_choice: take('tool_choice', 'auto'),
    tools: take('tools', []),
    top_p: top_p ?? 1,
    truncation: 'disabled',
    usage: null,
    user: take('user', null),
  }
}
