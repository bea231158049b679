import { TabbyRequestError, type ToolCall } from '@tabby/core'
import type { ToolLoopOptions, ToolResult } from './tool-run.js'

/**
 * Runs one call. It settles when the signal is aborted or the time is over, also where a tool does not look at its
 * signal; what such a tool does later is dropped.
 *
 * @throws what the tool throws, and the signal's reason.
 */
export function runCall(call: ToolCall, signal: AbortSignal, options: ToolLoopOptions): Promise<ToolResult> {
  const { name, arguments: text } = call.function
  const toProblem = (problem: string): ToolResult => ({ call, problem, content: `Error: ${problem}` })
  const { tools, toolTimeout = 60_000 } = options
  const tool = tools.find((each) => each.function.name === name)
  if (!tool) {
    const names = tools.map((each) => each.function.name).join(', ')
    return Promise.resolve(toProblem(`there is no tool ${name.slice(0, 100)}, only ${names}`))
  }
  return new Promise((resolve, reject) => {
    // A controller of its own: AbortSignal.any and AbortSignal.timeout can be lost to a garbage collection in Node 20.
    const controller = new AbortController()
    const abort = () => {
      // A tool that does not look at its signal would keep the process alive until its time is over.
      clearTimeout(timer)
      reject(signal.reason)
      controller.abort(signal.reason)
    }
    const limit = () => {
      const problem = `${name} gave no result within ${toolTimeout as number} ms`
      resolve(toProblem(problem))
      controller.abort(new DOMException(problem, 'TimeoutError'))
    }
    // A timer that is set for longer fires at once.
    const timer = toolTimeout !== false && toolTimeout < 2 ** 31 ? setTimeout(limit, toolTimeout) : undefined
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    void tool
      .run(text, { signal: controller.signal, call })
      .then((outcome) => {
        if ('problem' in outcome) return toProblem(outcome.problem)
        const { value } = outcome
        return { call, value, content: toContent(name, value) }
      })
      .then(resolve, reject)
      .then(() => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      })
  })
}

/** What the model is told: a text as it is, anything else as JSON. */
function toContent(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    throw new TabbyRequestError(`The result of ${name} cannot be written as JSON: it contains itself or a BigInt`)
  }
}
