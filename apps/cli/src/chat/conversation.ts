import type { ChatCompletionParams, Tool } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'

/** A conversation and its settings. */
export interface Conversation {
  /** The system prompt; empty for none. */
  system: string
  /** What was said, oldest first, without the system prompt. */
  messages: ChatMessage[]
  /** Images for the next question, as data URLs. */
  images: string[]
  /** The reasoning before the last reply. */
  lastReasoning: string
  /** Whether reasoning is folded into one line. */
  foldsReasoning: boolean
  /** What the model may call. */
  readonly tools: readonly Tool[]
  /** Whether the tools are offered. */
  usesTools: boolean
  /** Samplers and limits of every reply. */
  readonly sampling: Omit<ChatCompletionParams, 'messages'>
}

/** A conversation in which nothing was said yet. */
export function createConversation(given: Partial<Conversation> = {}): Conversation {
  const nothing = { system: '', messages: [], images: [], lastReasoning: '', tools: [], sampling: {} }
  return { ...nothing, foldsReasoning: false, usesTools: true, ...given }
}

/** The messages of a request. */
export function toMessages({ system, messages }: Conversation): ChatMessage[] {
  return system ? [{ role: 'system', content: system }, ...messages] : [...messages]
}

/** A question, with the images that belong to it. */
export function toQuestion(text: string, images: readonly string[]): ChatMessage {
  if (images.length === 0) return { role: 'user', content: text }
  const parts = images.map((url) => ({ type: 'image_url' as const, image_url: { url } }))
  return { role: 'user', content: [{ type: 'text', text }, ...parts] }
}
