import type { ChatMessage, ToolCall } from '../types/chat-message.js'
import { TabbyError } from './tabby-error.js'

/**
 * What ended a run of tools.
 *
 * - `tool_step_limit`: the model replied `maxSteps` times and still called tools; its last calls were not run
 * - `tool_call_malformed`: the model wrote a call that cannot be run; `reason` says why
 * - `tool_failed`: a tool, the `approve` for its call, or `onStep` threw; `cause` is what it threw
 */
export type TabbyToolRunCode = 'tool_step_limit' | 'tool_call_malformed' | 'tool_failed'

/**
 * Why a run of tools ended without a reply.
 *
 * - `step-limit`: the model called tools in each of its `maxSteps` replies
 * - `malformed-call`: the server could not read a call or cut it off, and its text is lost; or the response contains
 *   something that is not a call
 * - `unread-call`: the server left a call in the text, because the model has no `tool_format`; `text` contains it
 * - `tool-error`: a tool, `approve` or `onStep` threw, or the result of a tool cannot be written as JSON
 */
export type TabbyToolRunFailure = 'step-limit' | 'malformed-call' | 'unread-call' | 'tool-error'

/** Details of a {@link TabbyToolRunError}. */
export interface TabbyToolRunErrorDetails {
  /** Why the run ended. */
  readonly reason: TabbyToolRunFailure
  /** The conversation so far. */
  readonly transcript: readonly ChatMessage[]
  /** What the model wrote, for the reason `unread-call`. */
  readonly text?: string | undefined
  /** The call that failed, for the reason `tool-error`. */
  readonly call?: ToolCall | undefined
  /** What was thrown, for the reason `tool-error`; it may be `undefined`. */
  readonly cause?: unknown
}

const codes: Record<TabbyToolRunFailure, TabbyToolRunCode> = {
  'step-limit': 'tool_step_limit',
  'malformed-call': 'tool_call_malformed',
  'unread-call': 'tool_call_malformed',
  'tool-error': 'tool_failed',
}

/**
 * A run of tools ended without a reply. `runTools` and `streamTools` of `@tabby/chat` throw it.
 *
 * Members that hold parts of the conversation are not enumerable, so they are not printed with the error.
 */
export class TabbyToolRunError extends TabbyError {
  /** Always `TabbyToolRunError`. */
  override readonly name = 'TabbyToolRunError'

  /** What ended the run. */
  declare readonly code: TabbyToolRunCode

  /** Why the run ended. */
  readonly reason: TabbyToolRunFailure

  /** The conversation so far, to continue from. Not enumerable. */
  declare readonly transcript: readonly ChatMessage[]

  /** What the model wrote, for the reason `unread-call`. Not enumerable. */
  declare readonly text?: string | undefined

  /** The call that failed, for the reason `tool-error`. Not enumerable. */
  declare readonly call?: ToolCall | undefined

  /** What the tool, `approve` or `onStep` threw, for the reason `tool-error`. Not enumerable, but Node prints it. */
  declare readonly cause?: unknown

  /**
   * Creates an error with the code that belongs to the reason.
   *
   * @param message - One sentence for a person.
   * @param details - The reason, the transcript, and the members that belong to the reason.
   */
  constructor(message: string, details: TabbyToolRunErrorDetails) {
    const { reason, ...hidden } = details
    super(codes[reason], message)
    this.reason = reason
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value })
  }
}
