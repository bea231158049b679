import { computed, type Signal, signal } from '@preact/signals'
import type { ToolCall } from '@tabby/core'
import type { AnswerTurn } from '../conversation/conversation.js'
import { current } from './conversations.js'

/** A tool call that waits for approval. */
export interface PendingCall {
  call: ToolCall
  decide: (isAllowed: boolean) => void
  /** Allows it, and each further call of this tool in the conversation. */
  allowAlways: () => void
}

/** A reply that is being written. */
export interface Generation {
  turnId: string
  /** The reply so far. Changes at most once per frame. */
  turn: Signal<AnswerTurn>
  /** The call that waits for approval, if any. */
  pendingCall: Signal<PendingCall | undefined>
  /** Stops it; what has arrived stays. */
  stop: () => void
}

/** The replies that are being written, by the id of their conversation: each conversation writes one at a time. */
export const generations = signal<ReadonlyMap<string, Generation>>(new Map())

/** The reply that is being written in the open conversation. Changes when one begins and when it ends. */
export const currentGeneration = computed(() => generations.value.get(current.value.id))

/** Conversations whose reply is about to begin, as soon as what writes it has been fetched. */
export const starting = signal<ReadonlySet<string>>(new Set())

/** Whether a reply is being written in the open conversation, or about to be. */
export const isBusy = computed(() => currentGeneration.value !== undefined || starting.value.has(current.value.id))

/** Announcements for screen readers: that a reply began and how it ended, never the tokens. */
export const announcement = signal('')

/** Adds the reply of a conversation, or removes it. */
export function setGeneration(conversationId: string, generation: Generation | undefined): void {
  const changed = new Map(generations.value)
  if (generation) changed.set(conversationId, generation)
  else changed.delete(conversationId)
  generations.value = changed
}
