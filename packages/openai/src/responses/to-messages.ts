import type { ChatMessage, ToolCall } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { refuseField } from '../http/to-error-response.js'

/** A message while items are added to it. */
interface GrowingMessage {
  role: string
  content?: unknown
  reasoning_content?: string
  tool_calls?: ToolCall[]
  tool_call_id?: string
}

/**
 * Makes messages from the input of `POST /v1/responses`, where a reply is several items in a row: its reasoning, its
 * text and each of its calls. Here it is one message.
 */
export function toMessages(input: unknown, instructions: unknown): ChatMessage[] {
  const messages: GrowingMessage[] = []
  if (instructions !== undefined) {
    if (typeof instructions !== 'string') refuseField('instructions', 'must be a string')
    messages.push({ role: 'system', content: instructions })
  }
  if (typeof input === 'string') messages.push({ role: 'user', content: input })
  else if (Array.isArray(input)) input.forEach((item, place) => addItem(messages, item, `input.${place}`))
  else refuseField('input', 'must be a string or a list of items')
  return messages as unknown as ChatMessage[]
}

/** Returns the reply that items are being added to, or a new one. */
function getReply(messages: GrowingMessage[]): GrowingMessage {
  const last = messages.at(-1)
  if (last?.role === 'assistant') return last
  const reply: GrowingMessage = { role: 'assistant', content: null }
  messages.push(reply)
  return reply
}

function addItem(messages: GrowingMessage[], item: unknown, place: string): void {
  if (!isRecord(item)) return refuseField(place, 'must be an object')
  const { type = 'message' } = item
  switch (type) {
    case 'message':
      return addMessage(messages, item, place)
    case 'reasoning': {
      const text = [item['content'], item['summary']].map(toPlainText).find(Boolean)
      // Reasoning comes first: a reply that already has its text is another one.
      const last = messages.at(-1)
      if (last?.role === 'assistant' && (last.content || last.tool_calls))
        messages.push({ role: 'assistant', content: null })
      if (text) getReply(messages).reasoning_content = text
      return
    }
    case 'function_call': {
      const { call_id: id, name, arguments: given } = item
      const call = { id, type: 'function', function: { name, arguments: given } } as ToolCall
      const reply = getReply(messages)
      reply.tool_calls = [...(reply.tool_calls ?? []), call]
      return
    }
    case 'function_call_output': {
      const { call_id: id, output } = item
      const content = typeof output === 'string' ? output : toParts(output, `${place}.output`)
      messages.push({ role: 'tool', content, tool_call_id: id as string })
      return
    }
    default:
      refuseField(
        place,
        'is an item that relies on what OpenAI stores or hosts: send messages, reasoning and function calls',
      )
  }
}

function addMessage(messages: GrowingMessage[], item: Record<string, unknown>, place: string): void {
  const role = item['role'] === 'developer' ? 'system' : (item['role'] as string)
  if (role !== 'assistant') {
    messages.push({ role, content: toParts(item['content'], `${place}.content`) })
    return
  }
  const last = messages.at(-1)
  const text = typeof item['content'] === 'string' ? item['content'] : toPlainText(item['content'])
  // A message that has no text yet contains the reasoning that led to this one.
  if (last?.role === 'assistant' && !last.content && !last.tool_calls) last.content = text
  else messages.push({ role, content: text })
}

/** Reads the text of parts of any text type. */
function toPlainText(parts: unknown): string {
  if (!Array.isArray(parts)) return ''
  return parts.map((part) => (isRecord(part) ? (part['text'] ?? part['refusal'] ?? '') : '')).join('')
}

function toParts(content: unknown, place: string): unknown {
  if (!Array.isArray(content)) return content
  return content.map((part, index) => {
    if (!isRecord(part)) return refuseField(`${place}.${index}`, 'must be an object')
    const { type, text, image_url: url } = part
    if (type === 'input_text' || type === 'output_text' || type === 'text') return { type: 'text', text }
    if (type === 'input_image' && typeof url === 'string') return { type: 'image_url', image_url: { url } }
    return refuseField(
      `${place}.${index}`,
      'must be a string, or an image with an image_url: files are not stored here',
    )
  })
}
