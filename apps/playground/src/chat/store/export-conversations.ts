import type { Conversation } from '../conversation/conversation.js'

/** The conversations as the text of a file, to be read by `importConversations`. */
export function exportConversations(conversations: readonly Conversation[]): string {
  return `${JSON.stringify({ format: 'tabby-playground', version: 1, conversations }, null, 2)}\n`
}
