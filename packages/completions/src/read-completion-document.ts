import { sortChoices } from '@tabby/kit/deltas/sort-choices'
import { toUnreadError } from '@tabby/kit/deltas/to-unread-error'
import type { CompletionChunk } from './completion-chunk.js'
import { createCompletionReader } from './create-completion-reader.js'

/**
 * Makes pieces of a whole text, one for each choice as in a stream, for a server that has streaming switched off and
 * answers with JSON (recording nostream_completion_stream_true).
 */
export function readCompletionDocument(document: unknown): CompletionChunk[] {
  const read = createCompletionReader()(document)
  if (!read?.choices.length) throw toUnreadError('the choices')
  const { choices: given, usage, ...completion } = read
  const choices = sortChoices(given)
  return choices.map((choice, position) => ({
    ...completion,
    choices: [choice],
    usage: choices[position + 1] ? null : usage!,
  }))
}
