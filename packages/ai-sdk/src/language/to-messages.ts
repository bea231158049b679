import type { LanguageModelV3Message, LanguageModelV3ToolResultPart, SharedV3Warning } from '@ai-sdk/provider'
import type { ChatMessage, ChatMessagePart, ToolCall } from '@tabby/chat'
import { type PromptFile, toFileContent } from './to-file-content.js'
import { toToolContent } from './to-tool-content.js'

type MessageOf<Role> = Extract<LanguageModelV3Message, { role: Role }>

/** Writes a prompt as messages of the server. What cannot be written adds a warning. */
export async function toMessages(
  prompt: readonly LanguageModelV3Message[],
  warnings: SharedV3Warning[],
): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = []
  for (const message of prompt) {
    if (message.role === 'system') messages.push({ role: 'system', content: message.content })
    else if (message.role === 'user') messages.push(await toUserMessage(message))
    else if (message.role === 'assistant') messages.push(...toAssistantMessages(message, warnings))
    else messages.push(...toToolMessages(message.content, warnings))
  }
  return messages
}

/** One text, unless there is an image: some templates read nothing else. A text file stands on lines of its own. */
async function toUserMessage({ content }: MessageOf<'user'>): Promise<ChatMessage> {
  const parts: ChatMessagePart[] = []
  let text = ''
  let isAfterFile = false
  for (const part of content) {
    const isFile = part.type === 'file'
    const written = isFile ? await toFileContent(part as PromptFile) : part.text
    if (typeof written === 'string') {
      text += (text && (isFile || isAfterFile) ? '\n' : '') + written
    } else {
      if (text) parts.push({ type: 'text', text })
      parts.push(written)
      text = ''
    }
    isAfterFile = isFile && typeof written === 'string'
  }
  if (parts.length === 0) return { role: 'user', content: text }
  return { role: 'user', content: text ? [...parts, { type: 'text', text }] : parts }
}

function toAssistantMessages({ content }: MessageOf<'assistant'>, warnings: SharedV3Warning[]): ChatMessage[] {
  let text = ''
  let reasoning = ''
  const calls: ToolCall[] = []
  const results: LanguageModelV3ToolResultPart[] = []
  for (const part of content) {
    if (part.type === 'text') text += part.text
    else if (part.type === 'reasoning') reasoning += part.text
    else if (part.type === 'tool-result') results.push(part)
    else if (part.type === 'tool-call') {
      const { toolCallId: id, toolName: name, input } = part
      const given = typeof input === 'string' ? input : JSON.stringify(input)
      calls.push({ id, type: 'function', function: { name, arguments: given ?? '{}' } })
    } else addLeft(warnings, `a part of the type ${part.type} in a message of the assistant`)
  }
  const message: ChatMessage = {
    role: 'assistant',
    content: text,
    ...(reasoning && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
  return [message, ...toToolMessages(results, warnings)]
}

function toToolMessages(parts: MessageOf<'tool'>['content'], warnings: SharedV3Warning[]): ChatMessage[] {
  return parts.flatMap((part) => {
    // The reason of a call that was denied is in its result.
    if (part.type !== 'tool-result') return []
    const { text, left } = toToolContent(part.output)
    if (left > 0) addLeft(warnings, 'a file in the result of a tool')
    return [{ role: 'tool', tool_call_id: part.toolCallId, content: text }]
  })
}

function addLeft(warnings: SharedV3Warning[], feature: string) {
  warnings.push({ type: 'unsupported', feature, details: 'It was left out of the prompt' })
}
