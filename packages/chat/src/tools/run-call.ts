import { type ChatMessage, TabbyToolRunError, type ToolCall } from '@tabby/core'
import type { CheckedArguments, Tool, ToolErrorHandling } from './tool.js'
import type { ToolProblem, ToolResult, ToolRunOptions } from './tool-run.js'

/** What the calls of one step share. */
export interface StepContext {
  readonly options: ToolRunOptions
  /** Aborted at the end of the step, whatever ends it. */
  readonly signal: AbortSignal
  /** Returns the conversation so far, for errors. */
  readonly readTranscript: () => readonly ChatMessage[]
}

/** Makes the result of a call that did not run to its end. */
export function toProblem(call: ToolCall, problem: string, error?: unknown): ToolProblem {
  const result = { call, name: call.function.name, problem, content: `Error: ${problem}` }
  return error === undefined ? result : Object.defineProperty(result, 'error', { value: error })
}

/** Checks the arguments of a call, within the time limit of calls. */
export function checkCall(call: ToolCall, tool: Tool, step: StepContext): Promise<CheckedArguments> {
  return limitTime(call, step, () => tool.check(call.function.arguments))
}

/**
 * Runs one call. It settles when the signal is aborted or the time is up, even if a tool ignores its signal; what such
 * a tool returns later is dropped.
 *
 * @param checked - Its arguments, if they were checked before.
 * @throws TabbyToolRunError when the tool throws, unless the model is told instead; the signal's reason after an abort.
 */
export function runCall(
  call: ToolCall,
  tool: Tool,
  step: StepContext,
  checked?: { readonly args: unknown },
): Promise<ToolResult> {
  const { name } = call.function
  const fail = (sentence: string, problem: string, cause: unknown): ToolProblem => {
    if (readHandling(tool, step, cause) === 'tell-model') return toProblem(call, problem, cause)
    const transcript = step.readTranscript()
    throw new TabbyToolRunError(sentence, { reason: 'tool-error', transcript, call, cause })
  }
  return limitTime(call, step, async (signal): Promise<ToolResult> => {
    let outcome: { readonly args: unknown; readonly value: unknown }
    try {
      const ready = checked ?? (await tool.check(call.function.arguments))
      if ('problem' in ready) return toProblem(call, ready.problem)
      outcome = { args: ready.args, value: await tool.run(ready.args, { signal, call }) }
    } catch (error) {
      return fail(
        `The tool ${name} threw, which ended the run: its cause is what was thrown`,
        [`${name} failed`, readMessage(error)].filter(Boolean).join(': '),
        error,
      )
    }
    try {
      return { call, name, ...outcome, content: toContent(outcome.value) }
    } catch (error) {
      const problem = `the result of ${name} cannot be written as JSON: it contains itself or a BigInt`
      return fail(`T${problem.slice(1)}`, problem, error)
    }
  })
}

/** What happens after an error: what the tool says, else what the run says. */
function readHandling({ onError }: Tool, { options }: StepContext, error: unknown): ToolErrorHandling | undefined {
  if (typeof onError !== 'function') return onError ?? options.onToolError
  try {
    return onError(error) ?? options.onToolError
  } catch {
    // The error of the tool is the one to look for.
    return 'throw'
  }
}

/** What the model gets: a string as it is, anything else as JSON. */
function toContent(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** The message of a thrown value; one that throws when it is read counts as missing. */
function readMessage(error: unknown): string {
  try {
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
    return typeof message === 'string' ? message : ''
  } catch {
    return ''
  }
}

/** Limits the work of a call to `toolTimeout`, and drops it when the step is aborted. */
function limitTime<T>(
  call: ToolCall,
  { signal, options: { toolTimeout = 60_000 } }: StepContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | ToolProblem> {
  return new Promise((resolve, reject) => {
    // A separate controller, because Node 20 can lose AbortSignal.any and AbortSignal.timeout to a garbage collection.
    const controller = new AbortController()
    const abort = () => {
      // A tool that ignores its signal would keep the process alive until its time is up.
      clearTimeout(timer)
      reject(signal.reason)
      controller.abort(signal.reason)
    }
    const limit = () => {
      const problem = `${call.function.name} gave no result within ${toolTimeout as number} ms`
      resolve(toProblem(call, problem))
      controller.abort(new DOMException(problem, 'TimeoutError'))
    }
    // A timer with a longer delay fires at once.
    const timer = toolTimeout !== false && toolTimeout < 2 ** 31 ? setTimeout(limit, toolTimeout) : undefined
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    void work(controller.signal)
      .then(resolve, reject)
      .then(() => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      })
  })
}
