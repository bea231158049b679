import { readFile } from 'node:fs/promises'
import type { ChatMessage } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import type { Conversation } from './conversation.js'

/** Reads a conversation that `/save` has written. */
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
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  }
  try {
    // Editors on Windows put a byte order mark in front, which is not valid JSON.
    const { messages } = JSON.parse(text.replace(/^\uFEFF/, '')) as { messages: unknown }
    if (Array.isArray(messages) && messages.every(isMessage)) return messages
  } catch {
    // Reported below, without anything that is in the file.
  }
  throw new UsageError(`${path} is not a saved conversation`)
}

function isMessage(value: unknown): value is ChatMessage {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown }
  return typeof role === 'string' && (content == null || typeof content === 'string' || isListOfParts(content))
}

const isListOfParts = (content: unknown): boolean =>
  Array.isArray(content) && content.every((part) => typeof part === 'object' && part !== null)
