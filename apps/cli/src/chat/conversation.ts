import { randomInt } from 'node:crypto'
import type { ChatCompletionParams, Tool } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'
import type { TextFile } from '../input/read-text-file.js'

/** A conversation and its settings. */
export interface Conversation {
  /** The name under which it is kept. */
  id: string
  /** The system prompt; empty for none. */
  system: string
  /** What was said, oldest first, without the system prompt. */
  messages: ChatMessage[]
  /** Images for the next question, as data URLs. */
  images: string[]
  /** Text files for the next question. */
  files: TextFile[]
  /** The reasoning before the last reply. */
  lastReasoning: string
  /** Whether reasoning is folded into one line. */
  foldsReasoning: boolean
  /** Whether the oldest turns are left out if the conversation is too long. */
  trims: boolean
  /** What the model may call. */
  readonly tools: readonly Tool[]
  /** Whether the tools are offered. */
  usesTools: boolean
  /** Samplers and limits of every reply. */
  sampling: Omit<ChatCompletionParams, 'messages'>
}

/** A conversation in which nothing has been said yet. */
export function createConversation(given: Partial<Conversation> = {}): Conversation {
  const nothing = { system: '', messages: [], images: [], files: [], lastReasoning: '', tools: [], sampling: {} }
  return { ...nothing, id: createChatId(), foldsReasoning: false, trims: true, usesTools: true, ...given }
}

/** Makes a name of five letters and digits, without those that look alike. */
export function createChatId(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('')
}

/** The messages of a request. */
export function toMessages({ system, messages }: Pick<Conversation, 'system' | 'messages'>): ChatMessage[] {
  return system ? [{ role: 'system', content: system }, ...messages] : [...messages]
}

/** A question, with the files and images that belong to it. */
export function toQuestion(text: string, { images, files }: Pick<Conversation, 'images' | 'files'>): ChatMessage {
  const content = [text, ...files.map(quoteFile)].filter(Boolean).join('\n\n')
  if (images.length === 0) return { role: 'user', content }
  const parts = images.map((url) => ({ type: 'image_url' as const, image_url: { url } }))
  return { role: 'user', content: [{ type: 'text', text: content }, ...parts] }
}

/** A file as people put one into a question: its name, and its text between fences that do not occur in it. */
function quoteFile({ name, text }: TextFile): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${name}:\n${fence}\n${text.replace(/\n$/, '')}\n${fence}`
}

/** The text of a message, without its images. */
export function readText({ content }: ChatMessage): string {
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => ('text' in part ? String(part.text) : '')).join('')
}

/** The last message of a role. */
export const findLastMessage = (messages: readonly ChatMessage[], role: string): ChatMessage | undefined =>
  [...messages].reverse().find((message) => message.role === role)

/** Takes the last turn out of a conversation: a question and all that followed it. */
export function takeLastTurn({ messages }: Pick<Conversation, 'messages'>): ChatMessage[] {
  const question = findLastMessage(messages, 'user')
  return question ? messages.splice(messages.lastIndexOf(question)) : []
}
