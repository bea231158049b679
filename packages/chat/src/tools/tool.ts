import type { ToolCall } from '@tabby/core'
import type { ChatTool } from '../chat-completion-params.js'

/** What a tool gets besides its arguments. */
export interface ToolContext {
  /** Aborted when the run is aborted, when the call has taken too long, or when another call of the step has failed. */
  readonly signal: AbortSignal
  /** The call, as the model wrote it. */
  readonly call: ToolCall
}

/** Whether a call may run: `true`, or `false` or a sentence that tells the model why not. */
export type ToolVerdict = boolean | string

/** What a run does with the error of a tool: it ends with `tool_failed`, or the model is told and the run continues. */
export type ToolErrorHandling = 'throw' | 'tell-model'

/** The arguments of a call after the tool's schema has checked them, or what is wrong with them. */
export type CheckedArguments<Args = unknown> = { readonly args: Args } | { readonly problem: string }

/**
 * A tool that can be run, as `defineTool` makes it. It is a `ChatTool` too, so it can be sent in the `tools` of any
 * chat.
 */
export interface Tool<Name extends string = string, Args = unknown, Result = unknown> extends ChatTool {
  /** What the model is told about it. */
  readonly function: ChatTool['function'] & { readonly name: Name }
  /** Who decides whether a call may run; see `ToolDefinition`. */
  approve?: boolean | ApproveArguments<Args> | undefined
  /** What happens if it throws; see `ToolDefinition`. */
  onError?: ToolErrorHandling | ((error: unknown) => ToolErrorHandling | undefined) | undefined
  /** Reads the arguments that the model wrote, and checks them. It does not throw: an error becomes a `problem`. */
  check(text: string): Promise<CheckedArguments<Args>>
  /** Does the work, with checked arguments. */
  run(args: Args, context: ToolContext): Result | Promise<Result>
}

/**
 * Decides whether a call with these arguments may run. The type of a method, so that tools with different arguments fit
 * into one list.
 */
type ApproveArguments<Args> = {
  approve(args: Args, context: ToolContext): ToolVerdict | Promise<ToolVerdict>
}['approve']

/**
 * A call whose arguments the schema of its tool has accepted: the call as the model wrote it, with `name` and `args`. A
 * union by `name` if the tools are known.
 */
export type CheckedCall<T extends Tool = Tool> =
  T extends Tool<infer Name, infer Args> ? ToolCall & { readonly name: Name; readonly args: Args } : never
