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
  } else if (reasoningTypes.has(part.type)) {
    const said = reasoningKeys.map((key) => part[key]).find((each) => each !== undefined && each !== null)
    if (said === undefined) content.others.push(part)
    else content.reasoning += readContent(said, place).text
  } else if (typeof part.refusal === 'string') content.refusal += part.refusal
  else {
    const text = readText(part)
    if (text === undefined) content.others.push(part)
    else content.text += text
  }
}

/** What parts of reasoning are called, and where their text stands, which may be a list of parts again. */
const reasoningTypes = new Set<unknown>(['thinking', 'reasoning', 'reasoning_content', 'reasoning_text'])
const reasoningKeys = ['thinking', 'text', 'reasoning', 'reasoning_content', 'content', 'summary']

/** The text of a part: in `text`, in an object there, or in the `content` or `value` of what calls itself a text. */
function readText(part: Record<string, unknown>): string | undefined {
  const { type, text, content, value } = part
  if (typeof text === 'string') return text
  if (isRecord(text) && typeof text['value'] === 'string') return text['value']
  if (type !== 'text' && type !== 'output_text') return undefined
  if (typeof content === 'string') return content
  return typeof value === 'string' ? value : text === null ? '' : undefined
}
