import type { ChatChoice, ChatCompletion } from '../chat-completion.js'
import { createCallReader } from './create-call-reader.js'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { readDelta } from './read-delta.js'
import { readFinishReason } from '@tabby/kit/deltas/read-finish-reason'
import { readIndex } from '@tabby/kit/deltas/read-index'
import { sortChoices } from '@tabby/kit/deltas/sort-choices'
import { toUnreadError } from '@tabby/kit/deltas/to-unread-error'

/**
 * Reads an answer that was not streamed by the rules by which chunks are read. A choice without an index has that of
 * its place. An answer without a single choice is none.
 */
export function readChatCompletion(value: unknown): ChatCompletion {
  if (!isRecord(value) || !Array.isArray(value['choices']) || value['choices'].length === 0) {
    throw toUnreadError('the choices')
  }
  return { ...value, choices: sortChoices(value['choices'].map(readChoice)) } as unknown as ChatCompletion
}

function readChoice(choice: unknown, place: number): ChatChoice {
  if (!isRecord(choice) || !isRecord(choice['message'])) throw toUnreadError('a choice')
  if (choice['error'] || choice['message']['error'] || choice['finish_reason'] === 'error') {
    throw toUnreadError('a choice')
  }
  const index = readIndex(choice['index'], 'a choice') ?? place
  const message = readDelta(choice['message'], createCallReader())
  return {
    ...choice,
    index,
    message,
    finish_reason: readFinishReason(choice['finish_reason']),
  } as unknown as ChatChoice
}
