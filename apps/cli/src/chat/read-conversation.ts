import { readFile } from 'node:fs/promises'
import type { ChatMessage } from '@tabby/core'
import { UsageError } from '../failure/usage-error.js'
import type { Conversation } from './conversation.js'

/** Reads a conversation that `/save` wrote. */
export async function readConversation(path: string): Promise<Pick<Conversation, 'messages' | 'system'>> {
  const messages = await readMessages(path)
  const [first] = messages
  const isSystem = first?.role === 'system' && typeof first.content === 'string'
  return isSystem ? { system: String(first.content), messages: messages.slice(1) } : { system: '', messages }
}

async function readMessages(path: string): Promise<ChatMessage[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
  try {
    const { messages } = JSON.parse(text) as { messages: ChatMessage[] }
    if (Array.isArray(messages) && messages.every(({ role }) => typeof role === 'string')) return messages
  } catch {
    // Told below, without a word of what stands in the file.
  }
  throw new UsageError(`${path} holds no saved conversation`)
}
