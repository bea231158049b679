import { createTabbyClient } from '@tabby/core'
import { readChatText, streamChatCompletion } from '@tabby/chat'
import type { ChatMessage } from '@tabby/chat'
import { fetchFromEmulator } from './fetch-from-emulator.js'

const client = createTabbyClient({
  baseUrl: 'http://emulator.invalid',
  apiKey: 'key-of-this-page',
  fetch: fetchFromEmulator,
})

/** Yields the text of a reply while the model writes it. */
export async function* streamReply(messages: ChatMessage[], signal: AbortSignal): AsyncGenerator<string> {
  const stream = await streamChatCompletion(client, { messages }, { signal })
  yield* readChatText(stream)
}
