import { isRecord } from './is-record.js'
import { toUnreadError } from './to-unread-error.js'

/** What a content is made of. */
export interface ReadContent {
  /** Its text. */
  text: string
  /** Reasoning that stands among its parts. */
  reasoning: string
  /** Why the model refused, where that stands among its parts. */
  refusal: string
  /** Parts that hold no text: images, sounds and what nobody knows yet. */
  others: unknown[]
}

/**
 * Reads a content that is not a text: a part, or a list of parts and texts, as some gateways send it. Joined as a text,
 * a part would become `[object Object]`.
 */
export function readContent(value: unknown, place: string): ReadContent {
  const content: ReadContent = { text: '', reasoning: '', refusal: '', others: [] }
  for (const part of Array.isArray(value) ? value : [value]) addPart(content, part, place)
  return content
}

function addPart(content: ReadContent, part: unknown, place: string) {
  if (typeof part === 'string') content.text += part
  else if (!isRecord(part)) {
    if (part !== null) throw toUnreadError(place)
  } else if (part.type === 'thinking' || part.type === 'reasoning') {
    const { text } = readContent(part.thinking ?? part.text ?? part.reasoning ?? part.content ?? null, place)
    content.reasoning += text
  } else if (typeof part.text === 'string') content.text += part.text
  else if (typeof part.refusal === 'string') content.refusal += part.refusal
  else content.others.push(part)
}
