import type { ChatMessage } from '@tabby/core'
import type { Conversation } from './conversation.js'

/** The conversation as the server gets it. */
export function toMessages({ system, messages }: Conversation): ChatMessage[] {
  return system ? [{ role: 'system', content: system }, ...messages] : [...messages]
}
