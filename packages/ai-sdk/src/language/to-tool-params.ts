import type { LanguageModelV3CallOptions, LanguageModelV3FunctionTool, SharedV3Warning } from '@ai-sdk/provider'
import type { ChatTool, ChatToolParams } from '@tabby/chat'

/** Writes tools as the server takes them. What it does not know, or does not enforce, adds a warning. */
export function toToolParams(
  { tools = [], toolChoice }: LanguageModelV3CallOptions,
  warnings: SharedV3Warning[],
): Pick<ChatToolParams, 'tools' | 'tool_choice'> {
  const own: ChatTool[] = []
  for (const tool of tools) {
    if (tool.type === 'function') own.push(toChatTool(tool))
    else warnings.push({ type: 'unsupported', feature: `the tool ${tool.id}, which a provider runs` })
  }
  if (own.length === 0) return {}
  if (!toolChoice) return { tools: own }
  if (toolChoice.type === 'auto' || toolChoice.type === 'none') return { tools: own, tool_choice: toolChoice.type }
  warnings.push({
    type: 'compatibility',
    feature: `toolChoice: ${toolChoice.type}`,
    details: 'TabbyAPI does not enforce it: the model may reply with text, or call another tool',
  })
  const named = toolChoice.type === 'tool' && { type: 'function' as const, function: { name: toolChoice.toolName } }
  return { tools: own, tool_choice: named || 'required' }
}

function toChatTool({ name, description = '', inputSchema }: LanguageModelV3FunctionTool): ChatTool {
  const { $schema: _, ...parameters } = inputSchema as Record<string, unknown>
  return { type: 'function', function: { name, description, parameters } }
}
