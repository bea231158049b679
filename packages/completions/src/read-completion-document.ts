import type { Completion } from './completion.js'
import type { CompletionChunk } from './completion-chunk.js'

/**
 * Makes pieces of a whole text, one for each choice as in a stream, for a server that has streaming switched off and
 * answers with JSON (recording nostream_completion_stream_true).
 */
export function readCompletionDocument(document: unknown): CompletionChunk[] {
  const { choices, usage, ...completion } = document as Completion
  return choices.map((choice, position) => ({
    ...completion,
    choices: [choice],
    usage: choices[position + 1] ? null : usage!,
  }))
}
