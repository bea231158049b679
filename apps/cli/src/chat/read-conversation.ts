import { readFile } from 'node:fs/promises'
import type { ChatMessage } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import type { Conversation } from './conversation.js'

/** Reads a conversation that `/save` has written, or any other program that writes `{ messages }`. */
export async function readConversation(path: string): Promise<Pick<Conversation, 'messages' | 'system'>> {
  return splitSystem(await readMessages(path))
}

/** Takes the system prompt off the messages. */
export function splitSystem(messages: readonly ChatMessage[]): Pick<Conversation, 'messages' | 'system'> {
  const [first] = messages
  const isSystem = first?.role === 'system' && typeof first.content === 'string'
  return isSystem
    ? { system: String(first.content), messages: messages.slice(1) }
    : { system: '', messages: [...messages] }
}

async function readMessages(path: string): Promise<ChatMessage[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  }
  const messages = parseConversation(text)
  if (!messages) throw new UsageError(`${path} is not a saved conversation`)
  return messages
}

/** The messages in a file; `undefined` if it holds none. */
export function parseConversation(text: string): ChatMessage[] | undefined {
  try {
    // Editors on Windows put a byte order mark in front, which is not valid JSON.
    const { messages } = JSON.parse(text.replace(/^\uFEFF/, '')) as { messages: unknown }
    return Array.isArray(messages) && messages.every(isMessage) ? messages : undefined
  } catch {
    // Whoever asked reports it, without anything that is in the file.
    return undefined
  }
}

function isMessage(value: unknown): value is ChatMessage {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown }
  return typeof role === 'string' && (content == null || typeof content === 'string' || isListOfParts(content))
}

const isListOfParts = (content: unknown): boolean =>
  Array.isArray(content) && content.every((part) => typeof part === 'object' && part !== null)
