import type { LanguageModelV3ToolCall } from '@ai-sdk/provider'
import type { ToolCall } from '@tabby/chat'

/** A call for the AI SDK, which needs an id. TabbyAPI always sends one. */
export function toToolCall({ id, function: called }: ToolCall): LanguageModelV3ToolCall {
  return {
    type: 'tool-call',
    toolCallId: id || `call_${Math.random().toString(36).slice(2)}`,
    toolName: called.name,
    input: called.arguments || '{}',
  }
}
