import { signal } from '@preact/signals'
import type { ToolCall } from '@tabby/core'
import type { AnswerTurn } from '../conversation/conversation.js'

/** The reply that is being written, so far; undefined if there is none. Changes at most once per frame. */
export const liveAnswer = signal<AnswerTurn | undefined>(undefined)

/** Id of the reply that is being written. Changes when one begins and when it ends. */
export const liveId = signal<string | undefined>(undefined)

/** A call that waits for approval. */
export const pendingCall = signal<{ call: ToolCall; decide: (isAllowed: boolean) => void } | undefined>(undefined)

/** Announcements for screen readers: that a reply began and how it ended, never the tokens. */
export const announcement = signal('')
