import type { ChatCompletion } from './chat-completion.js'

/**
 * Returns the text of a chat completion: the content of its first choice.
 *
 * Makes no requests. A reply without text, such as one that only calls tools, gives an empty string. Reasoning is not
 * part of the text.
 *
 * @param completion - From `createChatCompletion` or `collectChatCompletion`.
 * @returns The text.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion, toChatText } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const completion = await createChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * console.log(toChatText(completion))
 * ```
 */
export function toChatText(completion: ChatCompletion): string {
  return completion.choices[0]?.message.content ?? ''
}
