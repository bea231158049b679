import type { ChatMessagePart } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** What a message says: text and images for the model to read, and the reasoning that came before. */
export interface MessageContent {
  readonly parts: readonly ChatMessagePart[]
  readonly reasoning: string
}

/** Blocks that say again what a message has in a field of its own. */
const ofToolCalls = new Set<unknown>([
  'tool_call',
  'tool_call_chunk',
  'tool_use',
  'invalid_tool_call',
  'input_json_delta',
])

/**
 * Takes the content of a message apart: text, images in each form that LangChain has, and reasoning.
 *
 * @throws TabbyRequestError for a block that the server cannot read, such as audio or a file.
 */
export function toContentParts(content: unknown): MessageContent {
  if (typeof content === 'string') return { parts: [{ type: 'text', text: content }], reasoning: '' }
  const parts: ChatMessagePart[] = []
  let reasoning = ''
  for (const block of Array.isArray(content) ? (content as unknown[]) : []) {
    const given = typeof block === 'string' ? { type: 'text', text: block } : block
    if (!isRecord(given)) throw refuse('of no type')
    const { type } = given
    if (type === 'reasoning') reasoning += typeof given['reasoning'] === 'string' ? given['reasoning'] : ''
    else if (!ofToolCalls.has(type)) parts.push(toPart(given))
  }
  return { parts, reasoning }
}

function toPart(block: Record<string, unknown>): ChatMessagePart {
  const { type, text } = block
  if ((type === 'text' || type === 'text-plain') && typeof text === 'string') return { type: 'text', text }
  if (type !== 'image_url' && type !== 'image')
    throw refuse(typeof type === 'string' ? `of the type "${type}"` : 'of no type')
  const url = type === 'image' ? toAddress(block) : block['image_url']
  if (typeof url === 'string') return { type: 'image_url', image_url: { url } }
  if (isRecord(url) && typeof url['url'] === 'string')
    return { type: 'image_url', image_url: { ...url, url: url['url'] } }
  throw new TabbyRequestError('ChatTabby: an image must have a url, or data with its mimeType')
}

/** The address of a standard image block, of today's form or of the one before (`source_type`, `mime_type`). */
function toAddress({ url, data, mimeType, mime_type, source_type }: Record<string, unknown>): unknown {
  if (url !== undefined && source_type !== 'base64') return url
  const kind = mimeType ?? mime_type
  if (typeof kind !== 'string') return undefined
  if (typeof data === 'string') return `data:${kind};base64,${data}`
  return data instanceof Uint8Array ? `data:${kind};base64,${toBase64(data)}` : undefined
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  // More arguments than this overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

const refuse = (what: string) =>
  new TabbyRequestError(`ChatTabby: a message holds a block ${what}, and TabbyAPI reads text and images only`)
