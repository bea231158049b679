import { isRecord } from '@tabby/kit/deltas/is-record'

/** A part of a message, in the form of the conventions. */
export type MessagePart = { readonly type: string } & Readonly<Record<string, unknown>>

/** Writes the prompt of a request in the conventions' form of messages: JSON, with parts. */
export function describeInput(body: unknown): string | undefined {
  try {
    return writeInput(body)
  } catch {
    // It holds itself, or a BigInt: core refuses it when it is sent.
    return undefined
  }
}

function writeInput(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const { messages, prompt } = body
  if (Array.isArray(messages)) return JSON.stringify(messages.filter(isRecord).map(toMessage))
  if (typeof prompt === 'string') return JSON.stringify([toUserMessage(prompt)])
  return Array.isArray(prompt)
    ? JSON.stringify(prompt.filter((text) => typeof text === 'string').map(toUserMessage))
    : undefined
}

const toUserMessage = (prompt: string) => ({ role: 'user', parts: [toTextPart(prompt)] })

const toTextPart = (content: string): MessagePart => ({ type: 'text', content })

function toMessage(message: Record<string, unknown>) {
  const { role, content, reasoning_content: reasoning, tool_calls: calls, tool_call_id: id } = message
  if (role === 'tool')
    return { role, parts: [{ type: 'tool_call_response', id: id ?? null, response: content ?? null }] }
  return { role: typeof role === 'string' ? role : 'user', parts: toParts(content, reasoning, calls) }
}

/** Makes the parts of a message: reasoning, content and tool calls. */
export function toParts(content: unknown, reasoning: unknown, calls: unknown): MessagePart[] {
  const list = Array.isArray(content) ? content.filter(isRecord).map(toPart) : []
  return [
    ...(typeof reasoning === 'string' && reasoning ? [{ type: 'reasoning', content: reasoning }] : []),
    ...(typeof content === 'string' && content ? [toTextPart(content)] : list),
    ...(Array.isArray(calls) ? calls.filter(isRecord).map(toCallPart) : []),
  ]
}

function toPart(part: Record<string, unknown>): MessagePart {
  const { type, text, image_url: image } = part
  if (type === 'text' && typeof text === 'string') return toTextPart(text)
  const url = isRecord(image) ? image['url'] : undefined
  if (typeof url !== 'string') return { type: typeof type === 'string' ? type : 'unknown' }
  // The bytes of an image are megabytes, which no tracing backend accepts.
  if (!url.startsWith('data:')) return { type: 'uri', modality: 'image', uri: url }
  return { type: 'image', mime_type: /^data:([^;,]*)/.exec(url)?.[1] || null, characters: url.length }
}

function toCallPart({ id, function: told }: Record<string, unknown>): MessagePart {
  const { name, arguments: written } = isRecord(told) ? told : {}
  return { type: 'tool_call', id: id ?? null, name: name ?? '', arguments: readArguments(written) }
}

/** The conventions require the value; what a model wrote may not be JSON. */
function readArguments(written: unknown): unknown {
  if (typeof written !== 'string') return written ?? null
  try {
    return JSON.parse(written) as unknown
  } catch {
    return written
  }
}
