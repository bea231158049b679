import type { ToolCall } from '@tabby/chat'
import type { AIMessageFields, ToolCallChunk } from '@langchain/core/messages'

/** A call in the form of a chunk, which LangChain reads the arguments of. The server sends whole calls. */
export function toCallChunk({ id, function: called }: ToolCall, index: number): ToolCallChunk {
  const args = called.arguments || '{}'
  // The result of a call must name it.
  return { type: 'tool_call_chunk', id: id || `call_${crypto.randomUUID()}`, name: called.name, args, index }
}

/** The calls of a whole reply: those whose arguments are an object, and the others with the reason. */
export function toToolCalls(calls: readonly ToolCall[]): Pick<AIMessageFields, 'tool_calls' | 'invalid_tool_calls'> {
  const tool_calls: NonNullable<AIMessageFields['tool_calls']> = []
  const invalid_tool_calls: NonNullable<AIMessageFields['invalid_tool_calls']> = []
  for (const [index, call] of calls.entries()) {
    const { id, name, args: text } = toCallChunk(call, index)
    const args = readArguments(text!)
    if (args) tool_calls.push({ type: 'tool_call', id: id!, name: name!, args })
    else {
      const error = 'The arguments are not a JSON object'
      invalid_tool_calls.push({ type: 'invalid_tool_call', id: id!, name: name!, args: text!, error })
    }
  }
  return { tool_calls, invalid_tool_calls }
}

function readArguments(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
