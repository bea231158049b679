import type { ChatMessage, ToolCall } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import type { AIMessage, BaseMessage, ChatMessage as RoleMessage, ToolMessage } from '@langchain/core/messages'
import { toContentParts } from './to-content-parts.js'

/**
 * Writes the messages of LangChain as the server reads them.
 *
 * @throws TabbyRequestError for a kind of message, or a part of one, that has no place in a chat.
 */
export function toChatMessages(messages: readonly BaseMessage[]): ChatMessage[] {
  return messages.map(toChatMessage)
}

function toChatMessage(message: BaseMessage): ChatMessage {
  switch (message.type) {
    case 'system':
    case 'human':
      return { role: message.type === 'human' ? 'user' : 'system', content: toContent(message.content) }
    case 'ai':
      return toAssistantMessage(message as AIMessage)
    case 'tool': {
      const { tool_call_id } = message as ToolMessage
      return { role: 'tool', tool_call_id, content: toText(message.content) }
    }
    case 'generic':
      return { role: (message as RoleMessage).role, content: toContent(message.content) }
    default:
      throw new TabbyRequestError(`ChatTabby: a message of the type "${message.type}" cannot be sent`)
  }
}

function toAssistantMessage({ content, additional_kwargs, tool_calls, invalid_tool_calls }: AIMessage): ChatMessage {
  const kept = additional_kwargs['reasoning_content']
  const reasoning = toContentParts(content).reasoning || (typeof kept === 'string' ? kept : '')
  const calls = [
    ...(tool_calls ?? []).map(({ id, name, args }) => toCall(id, name, JSON.stringify(args))),
    // The result of a call that could not be read names it all the same.
    ...(invalid_tool_calls ?? []).map(({ id, name, args }) => toCall(id, name ?? '', args ?? '')),
  ]
  const text = toText(content)
  return {
    role: 'assistant',
    content: text || !calls.length ? text : null,
    ...(reasoning && { reasoning_content: reasoning }),
    ...(calls.length && { tool_calls: calls }),
  }
}

const toCall = (id: string | undefined, name: string, text: string): ToolCall => ({
  ...(id && { id }),
  type: 'function',
  function: { name, arguments: text },
})

/** Templates of models expect text where there is nothing but text. */
function toContent(content: unknown): NonNullable<ChatMessage['content']> {
  const { parts } = toContentParts(content)
  return parts.every(({ type }) => type === 'text') ? toText(content) : [...parts]
}

/** The text of a message whose role takes nothing else; an image among it is named, not lost. */
function toText(content: unknown): string {
  const { parts } = toContentParts(content)
  return parts.map((part) => (part.type === 'text' ? part.text : '[image]')).join('')
}
