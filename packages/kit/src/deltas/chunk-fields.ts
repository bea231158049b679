import { type FinishReason, TabbyStreamError } from '@tabby/core'
import { isRecord } from './is-record.js'

/**
 * Makes the error for a value that cannot be understood. It names the place but never the value, which may contain a
 * prompt.
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

/** Highest index of a choice or a call, so that no number from a server becomes the length of a list. */
const maxIndex = 65_536

/**
 * Reads the index of a choice or a call. Servers leave it out or write it as a string; anything else that is not a
 * small whole number is an error, because `__proto__` and 4294967294 are valid keys of a list too.
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
 * Sorts the choices of a completion by index. If two have the same index, each gets that of its position: otherwise one
 * would be taken for a continuation of the other.
 */
export function sortChoices<Choice extends { readonly index: number }>(choices: readonly Choice[]): Choice[] {
  const isUnique = new Set(choices.map(({ index }) => index)).size === choices.length
  return isUnique
    ? [...choices].sort((one, other) => one.index - other.index)
    : choices.map((choice, index) => ({ ...choice, index }))
}

/** Corrects the indexes of the choices of a chunk. */
type IndexShift = <Choice extends { readonly index: number }>(choices: Choice[]) => Choice[]

/**
 * Some servers number the only choice of a stream from 1, or give it another index; code that reads the first choice
 * would find nothing. If one choice was requested, the first index that arrives becomes 0.
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

/** Reads why a reply ended. Until then, some servers write an empty string, or a word such as `none`. */
export function readFinishReason(value: unknown): FinishReason | null {
  if (value === undefined || value === null || value === false) return null
  if (typeof value !== 'string') throw toUnreadError('the finish_reason')
  return /^\s*(?:null|none|nil|undefined|)\s*$/i.test(value) ? null : value
}

/** The parts of a content. */
interface ReadContent {
  /** Its text. */
  text: string
  /** Reasoning among its parts. */
  reasoning: string
  /** Why the model refused, if that is among its parts. */
  refusal: string
  /** Parts without text: images, audio and unknown ones. */
  others: unknown[]
}

/**
 * Reads a content that is not a string: a part, or a list of parts and strings, as some gateways send it. Joined as a
 * string, a part would become `[object Object]`.
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

/** The types of reasoning parts, and the fields that hold their text, which may be another list of parts. */
const reasoningTypes = new Set<unknown>(['thinking', 'reasoning', 'reasoning_content', 'reasoning_text'])
const reasoningKeys = ['thinking', 'text', 'reasoning', 'reasoning_content', 'content', 'summary']

/** Reads the text of a part: in `text`, in an object there, or in the `content` or `value` of a part of type text. */
function readText(part: Record<string, unknown>): string | undefined {
  const { type, text, content, value } = part
  if (typeof text === 'string') return text
  if (isRecord(text) && typeof text['value'] === 'string') return text['value']
  if (type !== 'text' && type !== 'output_text') return undefined
  if (typeof content === 'string') return content
  return typeof value === 'string' ? value : text === null ? '' : undefined
}

/** Whether an event is empty: some servers send one to keep a connection alive. */
export function isSilent(event: unknown): boolean {
  if (typeof event === 'string')
    return event === '' || /^(?:ping|pong|keep-?alive|heart-?beat)$/i.test(event.slice(0, 16))
  return event === null || event === false || event === 0
}
