import { type FinishReason, TabbyStreamError } from '@tabby/core'
import { isRecord } from './is-record.js'

/**
 * Makes the error for a value that is not understood. It names the place and never the value, which may hold a prompt.
 */
export function toUnreadError(place: string): TabbyStreamError {
  return new TabbyStreamError(
    'stream_error',
    `Cannot read ${place} of a chunk, because its type is unknown: the server may not be compatible`,
    {
      reason: 'invalid-event',
    },
  )
}

/** More choices or calls than that are no answer. It keeps what a server writes from becoming a length. */
const maxIndex = 65_536

/**
 * Reads the place of a choice or a call. Servers leave it out, or write it as a text; anything else that is not a small
 * whole number is an error, for `__proto__` and 4294967294 are places of a list too.
 */
export function readIndex(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const index = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= maxIndex) {
    throw toUnreadError(`the index of ${place}`)
  }
  return index
}

/**
 * Puts the choices of a completion in the order of their indexes. When two have the same index, each has that of its
 * place: otherwise one would be taken for more of the other.
 */
export function sortChoices<Choice extends { readonly index: number }>(choices: readonly Choice[]): Choice[] {
  const isUnique = new Set(choices.map(({ index }) => index)).size === choices.length
  return isUnique
    ? [...choices].sort((one, other) => one.index - other.index)
    : choices.map((choice, index) => ({ ...choice, index }))
}

/** Gives the choices of a chunk the indexes that they should have. */
type IndexShift = <Choice extends { readonly index: number }>(choices: Choice[]) => Choice[]

/**
 * Some servers number the only choice of a stream from 1, or give it an index of their own; whoever reads the first
 * choice would find nothing. The first index that arrives becomes 0, for a stream of which one choice was asked for.
 */
export function createIndexShift(): IndexShift {
  let shift: number | undefined
  return (choices) => {
    shift ??= choices[0]?.index
    const first = shift
    if (!first) return choices
    return choices.map((choice) => (choice.index < first ? choice : { ...choice, index: choice.index - first }))
  }
}

/** Reads why an answer ended. Some servers write a blank text, or a word for nothing, until it does. */
export function readFinishReason(value: unknown): FinishReason | null {
  if (value === undefined || value === null || value === false) return null
  if (typeof value !== 'string') throw toUnreadError('the finish_reason')
  return /^\s*(?:null|none|nil|undefined|)\s*$/i.test(value) ? null : value
}

/** What a content is made of. */
interface ReadContent {
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

/** Whether an event says nothing: a value that some servers send to keep a connection alive. */
export function isSilent(event: unknown): boolean {
  if (typeof event === 'string')
    return event === '' || /^(?:ping|pong|keep-?alive|heart-?beat)$/i.test(event.slice(0, 16))
  return event === null || event === false || event === 0
}
