import type { ChatMessage, TabbyRequestOptions, TabbyStreamRequestOptions, ToolCall } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { SplitReasoningOptions } from '../reasoning/split-reasoning.js'
import type { Tool } from './define-tool.js'

/** What became of one call. */
export interface ToolResult {
  /** The call, as the model wrote it. */
  readonly call: ToolCall
  /** What the model is told. */
  readonly content: string
  /** What the tool returned; `undefined` when it did not run to its end. */
  readonly value?: unknown
  /** Why the tool did not run to its end, in the words that the model is told. */
  readonly problem?: string
}

/** One answer of the model, with what became of its calls. */
export interface ToolStep {
  /** What the model answered. */
  readonly answer: ChatCompletion
  /** What became of its calls, in their order; empty in the last step. */
  readonly results: readonly ToolResult[]
}

/** A conversation that has come to its answer. */
export interface ToolRun {
  /** The text of the last answer; empty when it had none. */
  readonly text: string
  /** The last answer. */
  readonly answer: ChatCompletion
  /** The whole conversation, the last answer included, to be sent with the next question. */
  readonly messages: readonly ChatMessage[]
  /** All answers, the last included. */
  readonly steps: readonly ToolStep[]
}

/** How tools are run. */
export interface ToolLoopOptions {
  /** The tools that the model may call. */
  readonly tools: readonly Tool[]
  /** How many times the model is asked at most, 1 or more. Default 10. */
  readonly maxSteps?: number
  /**
   * How many calls of one step run at the same time, 1 or more. The others wait for their turn; `toolTimeout` counts
   * from the start of each. Default 16.
   */
  readonly maxParallelCalls?: number
  /** How long a call may take, in milliseconds; `false` for any time. The model is told. Default 60,000. */
  readonly toolTimeout?: number | false
  /**
   * Asked before each call, one after another. `true` lets it run; with `false`, or a sentence that says why not, it
   * does not run, and the model is told.
   */
  readonly approve?: (call: ToolCall) => boolean | string | Promise<boolean | string>
  /**
   * How reasoning is told from text, for a server that has no reasoning parser for the model. It works by default;
   * other tags need their options, and `false` leaves the text as it comes. See `splitReasoning`.
   */
  readonly splitReasoning?: SplitReasoningOptions | false
}

/** What can be said about a run. */
export interface RunToolsOptions extends ToolLoopOptions, TabbyRequestOptions {}

/** What can be said about a streamed run. */
export interface StreamToolsOptions extends ToolLoopOptions, TabbyStreamRequestOptions {}

/** One thing that happens in a run, told apart by `type`. */
export type ToolEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  | { type: 'tool-call'; call: ToolCall }
  | { type: 'tool-result'; result: ToolResult }
  | { type: 'step'; step: ToolStep }
  | { type: 'finish'; run: ToolRun }
