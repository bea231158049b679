import type { Usage } from '@tabby/core'
import type { ChatChunkChoice, ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createCallReader } from './create-call-reader.js'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { readDelta } from './read-delta.js'
import { isSilent, readFinishReason, readIndex, toUnreadError } from '@tabby/kit/deltas/chunk-fields'

/** Reads one event as a chunk; `undefined` if it is not a chunk, such as a ping. Throws if it cannot be understood. */
export type ChunkReader = (event: unknown) => ChatCompletionChunk | undefined

/**
 * Reads the events of one stream as chunks whose members have the types of the interface. Every function that takes
 * chunks reads them through it, so all of them see the same; reading a chunk again changes nothing.
 *
 * The chunks that TabbyAPI sends pass after a few comparisons. Any other chunk is copied.
 */
export function createChunkReader(): ChunkReader {
  const callReaders = new Map<number, ReturnType<typeof createCallReader>>()
  let hasDeltas = false

  const readChoice = (value: unknown, place: number): ChatChunkChoice => {
    if (!isRecord(value)) throw toUnreadError('a choice')
    const { delta, message, text, error, logprobs } = value
    // The caller that reports the error reads the server's message from the event.
    if (error || isFailed(delta) || isFailed(message) || value['finish_reason'] === 'error') {
      throw toUnreadError('an error in a choice')
    }
    if (logprobs !== null && logprobs !== undefined && !isRecord(logprobs)) throw toUnreadError('the logprobs')
    const index = readIndex(value['index'], 'a choice') ?? place
    const readCalls = (calls: readonly unknown[]) => {
      if (!callReaders.has(index)) callReaders.set(index, createCallReader())
      return callReaders.get(index)!(calls)
    }
    // Some servers send the whole message, or the text of a completion, in place of the delta. Others repeat the whole
    // message at the end.
    const whole = hasDeltas ? undefined : message
    const news = delta ?? whole ?? (typeof text === 'string' ? { content: text } : undefined)
    hasDeltas ||= isRecord(delta)
    const finish_reason = readFinishReason(value['finish_reason'])
    return { ...value, index, delta: readDelta(news, readCalls), finish_reason } as ChatChunkChoice
  }

  return (event) => {
    if (isUsual(event)) {
      hasDeltas = true
      return event
    }
    if (isSilent(event)) return undefined
    if (!isRecord(event)) throw toUnreadError('an event')
    const { choices } = event
    const usage = readUsage(event['usage'])
    if (choices === undefined || choices === null) {
      // A bare message or reason for a refusal is an error; with an id, it is a chunk with unknown fields.
      const isChunk = usage ?? (typeof event['id'] === 'string' && !isReport(event))
      return isChunk ? ({ ...event, choices: [] } as unknown as ChatCompletionChunk) : undefined
    }
    if (!Array.isArray(choices)) throw toUnreadError('the choices')
    return { ...event, choices: choices.map(readChoice) } as unknown as ChatCompletionChunk
  }
}

/** Whether a chunk has the form of nearly all chunks, so that nothing in it must be changed. */
function isUsual(event: unknown): event is ChatCompletionChunk {
  const { choices, usage } = (event ?? {}) as Partial<ChatCompletionChunk>
  if (!Array.isArray(choices) || choices.length !== 1 || (usage && typeof usage !== 'object')) return false
  const { index, delta, finish_reason, logprobs, error } = (choices[0] ?? {}) as ChatChunkChoice & { error?: unknown }
  if (typeof delta !== 'object' || delta === null || error) return false
  const {
    content,
    reasoning_content,
    tool_calls,
    reasoning,
    thinking,
    function_call,
    error: failure,
  } = delta as Record<string, unknown>
  return (
    index >= 0 &&
    index < 128 &&
    index === (index | 0) &&
    (finish_reason === null || finish_reason === 'stop' || finish_reason === 'length') &&
    (typeof content === 'string' || ((content === undefined || content === null) && !Array.isArray(delta))) &&
    (reasoning_content === undefined || reasoning_content === null || typeof reasoning_content === 'string') &&
    !tool_calls &&
    reasoning === undefined &&
    thinking === undefined &&
    !failure &&
    function_call === undefined &&
    (logprobs === undefined || logprobs === null || isRecord(logprobs))
  )
}

function isFailed(message: unknown): boolean {
  return isRecord(message) && !!message['error']
}

function readUsage(usage: unknown): Usage | undefined {
  if (isRecord(usage)) return usage as unknown as Usage
  if (usage) throw toUnreadError('the usage')
  return undefined
}

function isReport(event: Record<string, unknown>): boolean {
  return ['message', 'detail', 'errors'].some((field) => event[field] !== undefined) || event['object'] === 'error'
}
