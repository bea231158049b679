import type { ChatCompletionChunk } from './chat-completion-chunk.js'
import { readChatCompletion } from './deltas/read-chat-completion.js'

/**
 * Makes chunks of a whole answer, one for each choice as in a stream, for a server that has streaming switched off and
 * answers with JSON (recording nostream_chat_stream_true).
 */
export function toChatChunks(document: unknown): ChatCompletionChunk[] {
  const { choices, usage, ...answer } = readChatCompletion(document)
  return choices.map(({ message, ...choice }, position) => ({
    ...answer,
    object: 'chat.completion.chunk',
    choices: [{ ...choice, delta: message }],
    usage: choices[position + 1] ? null : usage!,
  }))
}
