import type { ChatCompletionParams, Tool } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'

/** A conversation and how it is led. */
export interface Conversation {
  /** What the model is told before everything else; empty for nothing. */
  system: string
  /** What was said, oldest first, without the system prompt. */
  messages: ChatMessage[]
  /** Images for the next question, as data URLs. */
  images: string[]
  /** What the model thought before its last answer. */
  lastReasoning: string
  /** Whether thoughts are written out or counted. */
  foldsReasoning: boolean
  /** What the model may call. */
  readonly tools: readonly Tool[]
  /** Whether the tools are offered. */
  usesTools: boolean
  /** Samplers and limits of every answer. */
  readonly sampling: Omit<ChatCompletionParams, 'messages'>
}

/** A conversation in which nothing was said yet. */
export function createConversation(given: Partial<Conversation> = {}): Conversation {
  const nothing = { system: '', messages: [], images: [], lastReasoning: '', tools: [], sampling: {} }
  return { ...nothing, foldsReasoning: false, usesTools: true, ...given }
}

/** The conversation as the server gets it. */
export function toMessages({ system, messages }: Conversation): ChatMessage[] {
  return system ? [{ role: 'system', content: system }, ...messages] : [...messages]
}

/** A question, with the images that belong to it. */
export function toQuestion(text: string, images: readonly string[]): ChatMessage {
  if (images.length === 0) return { role: 'user', content: text }
  const parts = images.map((url) => ({ type: 'image_url' as const, image_url: { url } }))
  return { role: 'user', content: [{ type: 'text', text }, ...parts] }
}
