import { TabbyError } from '@tabby/core'
import { findUnreadCall } from '@tabby/kit/tools/find-unread-call'

/** A reply whose calls are checked. */
export interface CheckedReply {
  readonly text: string
  readonly finishReason: string | null | undefined
  readonly calls: number
  readonly toolNames: readonly string[]
}

/**
 * Refuses a reply that ended with a call which nobody has read: an agent would end silently, with an empty reply or with
 * the call as its text.
 */
export function requireReadCalls({ text, finishReason, calls, toolNames }: CheckedReply): void {
  if (calls > 0) return
  if (finishReason === 'tool_calls') {
    throw new TabbyError(
      'tool_call_malformed',
      'ChatTabby: the model wrote a tool call that the server could not read, and its text is lost: try again, or ' +
        'check the tool_format of the model in the settings of the server',
    )
  }
  if (toolNames.length > 0 && findUnreadCall(text, toolNames)) {
    throw new TabbyError(
      'tool_call_malformed',
      'ChatTabby: the model wrote a tool call, and the server left it in the text without reading it: set tool_format ' +
        'for this model, in the tabby_config.yml of its folder, and load the model again',
    )
  }
}
