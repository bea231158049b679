import { type ChatMessage, TabbyError } from '@tabby/core'

/**
 * Why a run of tools ended without an answer.
 *
 * - `step-limit`: the model was asked `maxSteps` times and still called tools; its last calls were not run
 * - `malformed-call`: the model wrote a call that the server could not read, or was cut off in it; its text is lost
 */
export type ToolRunFailure = 'step-limit' | 'malformed-call'

/** A run of tools ended without an answer. Its code is `request_refused` or `invalid_response`. */
export class ToolRunError extends TabbyError {
  /** Always `ToolRunError`. */
  override readonly name = 'ToolRunError'

  /** Why the run ended. */
  declare readonly reason: ToolRunFailure

  /** The conversation so far, to go on from. Not enumerable, so it is not printed with the error. */
  declare readonly transcript: readonly ChatMessage[]
}
