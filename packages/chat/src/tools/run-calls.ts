import { allowManyListeners, TabbyToolRunError, type ToolCall } from '@tabby/core'
import { orAbort } from '@tabby/kit/lifetime/or-abort'
import { checkCall, runCall, type StepContext, toProblem } from './run-call.js'
import type { Tool, ToolVerdict } from './tool.js'
import type { ToolResult } from './tool-run.js'

/**
 * Runs the calls of one step, up to `maxParallelCalls` at a time, and yields each result as it arrives. Calls that need
 * approval are checked, then passed to `approve` one at a time. Each runs as soon as it is approved; calls that need no
 * approval run meanwhile.
 *
 * If a tool or `approve` throws, the signal is aborted or the reader leaves, the running calls are aborted and no
 * further one is started.
 *
 * @param results - Receives the results, each at the index of its call.
 */
export async function* runCalls(
  calls: readonly ToolCall[],
  run: Pick<StepContext, 'options' | 'readTranscript'> & { readonly signal: AbortSignal | undefined },
  results: (ToolResult | undefined)[],
): AsyncGenerator<ToolResult, void, undefined> {
  const { options, signal } = run
  // The abort may have happened while the events of the completion were read: then no listener is called.
  signal?.throwIfAborted()
  const controller = new AbortController()
  allowManyListeners(controller.signal)
  const step: StepContext = { ...run, signal: controller.signal }
  // A list of what has finished, because racing all running calls for each of them is quadratic.
  const finished: ToolResult[] = []
  let failure: { readonly error: unknown } | undefined
  let wake = () => {}
  const abort = () => {
    controller.abort(signal!.reason)
    wake()
  }
  const finish = (place: number, result: ToolResult) => {
    results[place] = result
    finished.push(result)
    wake()
  }
  const fail = (error: unknown) => {
    // The first failure counts: later ones come from the abort that it causes.
    failure ??= { error }
    controller.abort()
    wake()
  }
  const enqueue = createQueue(options.maxParallelCalls ?? 16, controller.signal)
  const start = (place: number, tool: Tool, checked?: { readonly args: unknown }) =>
    enqueue(() => runCall(calls[place]!, tool, step, checked).then((result) => finish(place, result), fail))
  const startAfterApproval = async (place: number, tool: Tool) => {
    const call = calls[place]!
    const checked = await checkCall(call, tool, step)
    if ('problem' in checked) return finish(place, toProblem(call, checked.problem))
    const verdict = await orAbort(askApproval(call, tool, checked.args, step), step.signal)
    if (verdict === true) return start(place, tool, checked)
    const problem = typeof verdict === 'string' && verdict ? verdict : 'the user did not allow the call'
    finish(place, toProblem(call, problem))
  }

  signal?.addEventListener('abort', abort)
  try {
    const tools = new Map(options.tools.map((tool) => [tool.function.name, tool]))
    const toApprove: [place: number, tool: Tool][] = []
    for (const [place, call] of calls.entries()) {
      const tool = tools.get(call.function.name)
      if (!tool) finish(place, toProblem(call, describeUnknown(call, tools)))
      else if (tool.approve ?? options.approve) toApprove.push([place, tool])
      else start(place, tool)
    }
    const approveAll = async () => {
      for (const [place, tool] of toApprove) await startAfterApproval(place, tool)
    }
    approveAll().catch(fail)
    for (let read = 0; read < calls.length; read++) {
      while (!finished[read]) {
        signal?.throwIfAborted()
        if (failure) throw failure.error
        await new Promise<void>((resolve) => (wake = resolve))
      }
      yield finished[read]!
    }
  } finally {
    signal?.removeEventListener('abort', abort)
    // After a step has ended normally, remaining listeners must not see an abort.
    if (finished.length < calls.length) controller.abort()
  }
}

function describeUnknown(call: ToolCall, tools: ReadonlyMap<string, Tool>): string {
  return `there is no tool ${call.function.name.slice(0, 100)}, only ${[...tools.keys()].join(', ')}`
}

/** Starts work in order, at most `most` at a time, until the signal is aborted. */
function createQueue(most: number, signal: AbortSignal): (work: () => Promise<void>) => void {
  const queue: (() => Promise<void>)[] = []
  let started = 0
  let running = 0
  const start = () => {
    while (running < most && started < queue.length && !signal.aborted) {
      running++
      void queue[started++]!().finally(() => {
        running--
        start()
      })
    }
  }
  return (work) => {
    queue.push(work)
    start()
  }
}

/** Asks the tool, or else the run, whether a call may run. */
async function askApproval(call: ToolCall, tool: Tool, args: unknown, step: StepContext): Promise<ToolVerdict> {
  const { name } = call.function
  const context = { signal: step.signal, call }
  try {
    return typeof tool.approve === 'function'
      ? await tool.approve(args, context)
      : await step.options.approve!({ ...call, name, args }, context)
  } catch (cause) {
    const message = `The approve function threw for a call of ${name}, which ended the run: its cause is what was thrown`
    throw new TabbyToolRunError(message, { reason: 'tool-error', transcript: step.readTranscript(), call, cause })
  }
}
