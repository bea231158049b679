import { type ChatMessage, TabbyError } from '@tabby/core'

/**
 * Why a run of tools ended without a reply.
 *
 * - `step-limit`: the model was asked `maxSteps` times and still called tools; its last calls were not run
 * - `malformed-call`: the model wrote a call that the server could not read, or was cut off in it, and its text is
 *   lost; or the response has something that is not a call
 * - `unread-call`: the model wrote a call, and the server left it in the text, because the model has no `tool_format`;
 *   `text` has it
 */
export type ToolRunFailure = 'step-limit' | 'malformed-call' | 'unread-call'

/** A run of tools ended without a reply. Its code is `request_refused` or `invalid_response`. */
export class ToolRunError extends TabbyError {
  /** Always `ToolRunError`. */
  override readonly name = 'ToolRunError'

  /** Why the run ended. */
  declare readonly reason: ToolRunFailure

  /** The conversation so far, to go on from. Not enumerable, so it is not printed with the error. */
  declare readonly transcript: readonly ChatMessage[]

  /** What the model wrote, for the reason `unread-call`. Not enumerable either. */
  declare readonly text?: string
}
