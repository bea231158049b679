import type {
  ChatMessage,
  TabbyRequestOptions,
  TabbyStream,
  TabbyStreamRequestOptions,
  ToolCall,
  Usage,
} from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { SplitReasoningOptions } from '../reasoning/split-reasoning.js'
import type { CheckedCall, Tool, ToolContext, ToolErrorHandling, ToolVerdict } from './tool.js'

/** The result of one call: a {@link ToolSuccess} of its tool, or a {@link ToolProblem}. */
export type ToolResult<T extends Tool = Tool> = ToolSuccess<T> | ToolProblem

/** The result of a call whose tool ran to its end. A union by `name` if the tools are known. */
export type ToolSuccess<T extends Tool = Tool> =
  T extends Tool<infer Name, infer Args, infer Result>
    ? {
        /** The call, as the model wrote it. */
        readonly call: ToolCall
        /** The name of the tool. */
        readonly name: Name
        /** The arguments, as the schema returned them. */
        readonly args: Args
        /** What the tool returned. */
        readonly value: Result
        /** What the model gets: the value if it is a string, otherwise its JSON. */
        readonly content: string
        /** Always missing: distinguishes success from a problem. */
        readonly problem?: undefined
      }
    : never

/** The result of a call whose tool did not run to its end. The model gets the problem and may correct itself. */
export interface ToolProblem {
  /** The call, as the model wrote it. */
  readonly call: ToolCall
  /** The name that the model called; there may be no tool of that name. */
  readonly name: string
  /** What the model gets: the problem as an error message. */
  readonly content: string
  /** Why the tool did not run to its end. */
  readonly problem: string
  /** What the tool threw, if the model was told. Not enumerable, so a route does not pass it on. */
  readonly error?: unknown
  /** Always missing. */
  readonly args?: undefined
  /** Always missing. */
  readonly value?: undefined
}

/** One completion of the model, with the results of its calls. */
export interface ToolStep<T extends Tool = Tool> {
  /** What the model wrote. */
  readonly answer: ChatCompletion
  /** The results of its calls, in their order; empty in the last step. */
  readonly results: readonly ToolResult<T>[]
}

/** A run that ended with a reply. */
export interface ToolRun<T extends Tool = Tool> {
  /** The text of the last completion; empty when it had none. */
  readonly text: string
  /** The last completion. */
  readonly answer: ChatCompletion
  /** The whole conversation, the last reply included, to be sent with the next question. */
  readonly messages: readonly ChatMessage[]
  /** All steps, the last included. */
  readonly steps: readonly ToolStep<T>[]
  /**
   * Tokens and times of all steps together; `undefined` when the server reported none. A step without usage counts as
   * nothing.
   */
  readonly usage: Usage | undefined
}

/** How tools are run: the options of `runTools` and `streamTools`. */
export interface ToolRunOptions<T extends Tool = Tool> {
  /** The tools that the model may call. */
  readonly tools: readonly T[]
  /** How many times the model is asked at most, 1 or more. Default 10. */
  readonly maxSteps?: number | undefined
  /**
   * How many calls of one step run at the same time, 1 or more. The others wait; `toolTimeout` counts from the start of
   * each. A call that waits for approval does not count. Default 16.
   */
  readonly maxParallelCalls?: number | undefined
  /**
   * How long a call may take, in milliseconds, excluding its approval; `false` for no limit. The model is told if a
   * call took longer. Default 60,000.
   */
  readonly toolTimeout?: number | false | undefined
  /**
   * Called before a call runs, for one call after another, with arguments that the schema has accepted. `true` lets the
   * call run at once; with `false`, or a sentence that says why not, it does not run, and the model is told. Calls that
   * need no approval run meanwhile. A tool's own `approve` is called instead.
   */
  readonly approve?: ((call: CheckedCall<T>, context: ToolContext) => ToolVerdict | Promise<ToolVerdict>) | undefined
  /**
   * What happens if a tool throws. `throw` ends the run with the code `tool_failed`. `tell-model` continues the run:
   * the model gets the message of the error, as with other problems. A tool's own `onError` wins. Default `throw`.
   */
  readonly onToolError?: ToolErrorHandling | undefined
  /**
   * Called after each step, with the conversation so far, which can be sent again as it is. The run waits for it.
   */
  readonly onStep?: ((step: ToolStep<T>, transcript: readonly ChatMessage[]) => void | Promise<void>) | undefined
  /**
   * How reasoning is separated from text, for a server that has no reasoning parser for the model. It works by default;
   * other tags need their options, and `false` leaves the text as it is. See `splitReasoning`.
   */
  readonly splitReasoning?: SplitReasoningOptions | false | undefined
}

/** Options of `runTools`: how tools are run, and the options of each request. */
export interface RunToolsOptions<T extends Tool = Tool> extends ToolRunOptions<T>, TabbyRequestOptions {}

/** Options of `streamTools`: how tools are run, and the options of each request. */
export interface StreamToolsOptions<T extends Tool = Tool> extends ToolRunOptions<T>, TabbyStreamRequestOptions {}

/** One event of a run, distinguished by `type`. */
export type ToolEvent<T extends Tool = Tool> =
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  | { type: 'tool-call'; call: ToolCall }
  | { type: 'tool-result'; result: ToolResult<T> }
  | { type: 'step'; step: ToolStep<T> }
  | { type: 'finish'; run: ToolRun<T> }

/** The events of a run. */
export interface ToolStream<T extends Tool = Tool> extends TabbyStream<ToolEvent<T>> {
  /**
   * The conversation so far, at any time: even after an abort, or after you have left the loop. While tools run, and
   * after a run that ended meanwhile, the last calls may have no result.
   */
  readonly transcript: readonly ChatMessage[]
}
