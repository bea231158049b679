import { signal } from '@preact/signals'
import type { ToolCall } from '@tabby/core'
import type { AnswerTurn } from '../conversation/conversation.js'

/** The answer that is being written, as far as it is; undefined while none is. Changes once per frame at most. */
export const liveAnswer = signal<AnswerTurn | undefined>(undefined)

/** Id of the answer that is being written. Changes when one begins and when it ends. */
export const liveId = signal<string | undefined>(undefined)

/** A call that waits for a yes or a no. */
export const pendingCall = signal<{ call: ToolCall; decide: (isAllowed: boolean) => void } | undefined>(undefined)

/** What is read out to those who do not see the page: that an answer began and how it ended, never the tokens. */
export const announcement = signal('')
