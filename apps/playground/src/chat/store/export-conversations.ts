import type { Conversation } from '../conversation/conversation.js'

/** Writes the conversations as the text of a file, which `importConversations` reads. */
export function exportConversations(conversations: readonly Conversation[]): string {
  return `${JSON.stringify({ format: 'tabby-playground', version: 1, conversations }, null, 2)}\n`
}
