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
