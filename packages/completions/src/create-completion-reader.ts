import { isRecord } from '@tabby/kit/deltas/is-record'
import { isSilent, readContent, readFinishReason, readIndex, toUnreadError } from '@tabby/kit/deltas/chunk-fields'
import type { CompletionChoice, CompletionChunk } from './completion.js'

/** Reads one event as a chunk; `undefined` if it is not a chunk, such as a ping. Throws if it cannot be understood. */
export type CompletionReader = (event: unknown) => CompletionChunk | undefined

/**
 * Reads events, or whole completions, and gives them the types of the interface. Every function that takes chunks reads
 * them through this, so that all of them see the same; chunks that were read before are left as they are.
 *
 * The chunks that TabbyAPI sends pass after a few comparisons; any other chunk is copied.
 */
export function createCompletionReader(): CompletionReader {
  return (event) => {
    if (isUsual(event)) {
      // The same field has another name in a stream. Copying each chunk because of it would cost time.
      event.model ??= event.model_name
      return event
    }
    if (isSilent(event)) return undefined
    if (!isRecord(event)) throw toUnreadError('an event')
    const { choices, usage, model, model_name } = event
    if (usage && !isRecord(usage)) throw toUnreadError('the usage')
    const named = { ...event, model: model ?? model_name }
    if (choices === undefined || choices === null) {
      const isChunk = usage ?? (typeof event['id'] === 'string' && !isReport(event))
      return isChunk ? ({ ...named, choices: [] } as unknown as CompletionChunk) : undefined
    }
    if (!Array.isArray(choices)) throw toUnreadError('the choices')
    return { ...named, choices: choices.map(readChoice) } as unknown as CompletionChunk
  }
}

function readChoice(value: unknown, place: number): CompletionChoice {
  // Whatever reports the error reads the server's message from the event.
  if (!isRecord(value) || value['error'] || value['finish_reason'] === 'error') throw toUnreadError('a choice')
  const { logprobs } = value
  if (logprobs !== null && logprobs !== undefined && !isRecord(logprobs)) throw toUnreadError('the logprobs')
  return {
    ...value,
    index: readIndex(value['index'], 'a choice') ?? place,
    text: readText(value),
    finish_reason: readFinishReason(value['finish_reason']),
  } as CompletionChoice
}

/** A gateway to a chat may send a delta or a message where the text belongs. */
function readText({ text, delta, message }: Record<string, unknown>): string {
  if (typeof text === 'string') return text
  const said = delta ?? message
  const content = text ?? (isRecord(said) ? said['content'] : said)
  if (content === undefined || content === null) return ''
  const read = readContent(content, 'the text')
  if (read.others.length > 0) throw toUnreadError('the text')
  return read.text
}

/** Whether a chunk has the form in which nearly all arrive, and nothing in it must be changed. */
function isUsual(event: unknown): event is CompletionChunk & { model_name: string } {
  const { choices, usage } = (event ?? {}) as Partial<CompletionChunk>
  if (!Array.isArray(choices) || choices.length !== 1) return false
  if (usage && typeof usage !== 'object') return false
  const { index, text, finish_reason, logprobs, error } = (choices[0] ?? {}) as CompletionChoice & { error?: unknown }
  return (
    typeof text === 'string' &&
    index >= 0 &&
    index < 128 &&
    index === (index | 0) &&
    (finish_reason === null || finish_reason === 'stop' || finish_reason === 'length') &&
    !error &&
    (logprobs === undefined || logprobs === null || isRecord(logprobs))
  )
}

function isReport(event: Record<string, unknown>): boolean {
  return ['message', 'detail', 'errors'].some((field) => event[field] !== undefined) || event['object'] === 'error'
}
